import { eventRows } from './rows.ts';

/** What tells events apart: the last part of `io.nats.jetstream.advisory.v1.…`, or a name of ours. */
export const eventTypes: readonly string[] = eventRows.map(({ type }) => type);
