import * as v from 'valibot';
import { type Integer, isInteger } from '../../format/integer.ts';
import type { Tone } from '../../format/line.ts';

/** What the body of one type says. */
export interface Said {
	/** A sentence without a full stop, which names neither the stream nor the consumer. */
	readonly what: string;
	readonly tone?: Tone;
	/** Where the body does not name them in fields of its own. */
	readonly stream?: string;
	readonly consumer?: string;
	readonly server?: string;
	/** In place of what its type means. */
	readonly means?: Meaning;
}

/** What is kept of a stream or consumer: that it lost its quorum, that it has a leader, that it is gone, that it gave up a message. */
export type Meaning = 'quorum-lost' | 'led' | 'gone' | 'gave-up';

/** A type of event: how it is read and what it says. */
export interface EventRow {
	/** The last part of `io.nats.jetstream.advisory.v1.…`; for events without a type, a name of ours. */
	readonly type: string;
	/** Subjects of events that are known by nothing else: without a type, or of a type that has another meaning elsewhere. */
	readonly subject?: RegExp;
	/** One comes for each message or request: what is said of a stream leaves them out. */
	readonly frequent?: true;
	/** Its sentence differs from message to message: the next one of the same stream or consumer repeats it all the same. */
	readonly repeats?: true;
	/** What it changes of what is known of the stream or consumer. */
	readonly means?: Meaning;
	/** Undefined where the body is not what the type promises. */
	readonly read: (body: unknown) => Said | undefined;
}

interface Definition<Schema extends v.GenericSchema>
	extends Pick<EventRow, 'type' | 'subject' | 'frequent' | 'repeats' | 'means'> {
	readonly fields: Schema;
	readonly says: (body: v.InferOutput<Schema>) => Said;
}

/** Closes over the fields. */
export function eventRow<Schema extends v.GenericSchema>({ fields, says, ...rest }: Definition<Schema>): EventRow {
	return {
		...rest,
		read: (body) => {
			const read = v.safeParse(fields, body);
			return read.success ? says(read.output) : undefined;
		},
	};
}

export const whole = v.custom<Integer>(isInteger);
export const maybeText = v.optional(v.string(), '');

/** The members of a group, with its leader. How far behind the others are means nothing right after an election. */
export const members = v.array(
	v.object({ name: v.string(), offline: v.optional(v.boolean(), false), peer: maybeText }),
);

/** `: n1, n2 offline`; empty where none is. */
export function offlineOf(replicas: v.InferOutput<typeof members>): string {
	const names = replicas.filter(({ offline }) => offline).map(({ name }) => name);
	return names.length === 0 ? '' : `: ${names.join(', ')} offline`;
}
