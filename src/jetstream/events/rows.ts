import { auditEvent } from './audit.ts';
import { consumerEvents } from './of-consumers.ts';
import { serverEvents } from './of-servers.ts';
import { streamEvents } from './of-streams.ts';
import type { EventRow } from './row.ts';

/** Every event that servers announce: `io.nats.jetstream.advisory.v1.*`, `io.nats.jetstream.metric.v1.*`, `io.nats.server.advisory.v1.*`. */
export const eventRows: readonly EventRow[] = [...streamEvents, ...consumerEvents, auditEvent, ...serverEvents];

const bySubject = eventRows.filter(({ subject }) => subject !== undefined);
const byType = new Map(eventRows.filter(({ subject }) => subject === undefined).map((row) => [row.type, row]));
const typed = /^io\.nats\.(?:jetstream\.(?:advisory|metric)|server\.advisory)\.v1\.(\w{1,100})$/;

/** The row of an event; undefined for a type that no row knows. */
export function eventRowOf(subject: string, type: unknown): EventRow | undefined {
	const ofSubject = subject.startsWith('$SYS.') ? bySubject.find((row) => row.subject?.test(subject)) : undefined;
	if (ofSubject !== undefined) return ofSubject;
	return typeof type === 'string' ? byType.get(typed.exec(type)?.[1] ?? '') : undefined;
}
