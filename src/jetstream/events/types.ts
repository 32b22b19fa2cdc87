import { eventRows } from './rows.ts';

/** What tells events apart: the last part of `io.nats.jetstream.advisory.v1.…`, or a name of ours. */
export const eventTypes: readonly string[] = eventRows.map(({ type }) => type);

/** Whether an event is of one of these types; an event that no row knows is also found by the last part of its type. */
export function isOfType(type: string, wanted: readonly string[]): boolean {
	return wanted.includes(type) || wanted.includes(type.split('.').at(-1) ?? type);
}
