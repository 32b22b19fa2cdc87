import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../../src/format/is.ts';
import { parseJson } from '../../src/format/json.ts';
import { readReference } from './reference.ts';

/** One recorded exchange with a server of the technical preview. */
export interface Recorded {
	/** Its line in the transcript, counted from 0. */
	readonly at: number;
	readonly case: string;
	readonly subject: string;
	/** Null where nothing was sent: a delivery, an event, the INFO line. */
	readonly request: string | null;
	readonly replies: readonly string[];
	readonly note?: string;
}

/** Plausible values for the marks that the transcript holds in place of what changes from run to run. */
const marks: readonly (readonly [mark: string, value: string])[] = [
	['"<75% OF RAM, A NUMBER>"', '12884901888'],
	['"<UNIX_NANOS, A NUMBER>"', '1585648800000000000'],
	['"<NANOS, A NUMBER>"', '1500000'],
	['"<N>"', '4222'],
	['<TIME>', '2020-03-31T10:00:00.000000001Z'],
	['<EPHEMERAL>', 'x7Gh2q'],
	['<NUID>', 'Qx1mPb3vRkD0sT5uWzYcAe'],
	['<SERVER_ID>', 'NDJWE4SM7XSVY5XUVP4SZZD3VSJ5SNLVPZVLOXLVPFZVCBZSGOUJXKVS'],
	['<GO>', 'go1.14'],
];

/** The recorded exchanges in their order, with their marks filled. */
export const transcript: readonly Recorded[] = readReference('preview-transcript.jsonl')
	.trim()
	.split('\n')
	.map((line, at) => {
		const recorded = JSON.parse(line) as Omit<Recorded, 'at'>;
		const { subject, request, replies } = recorded;
		return {
			...recorded,
			at,
			subject: filled(subject),
			request: request === null ? null : filled(request),
			replies: replies.map(filled),
		};
	});

function filled(text: string): string {
	return marks.reduce((done, [mark, value]) => done.replaceAll(mark, value), text);
}

/** The exchange of a case, the nth of that name. */
export function recordedAt(name: string, nth = 1): Recorded {
	const found = transcript.filter((each) => each.case === name)[nth - 1];
	if (found === undefined) throw new Error(`the transcript has no case ${name}`);
	return found;
}

/** Payloads that are JSON objects or lists are compared by value, all others byte for byte. */
function samePayload(one: string, other: string): boolean {
	if (one === other) return true;
	const [left, right] = [structureOf(one), structureOf(other)];
	return left !== undefined && isDeepStrictEqual(left, right);
}

function structureOf(text: string): unknown {
	const parsed = parseJson(text.replace(noStart, ''));
	return parsed.ok && (isRecord(parsed.value) || Array.isArray(parsed.value)) ? parsed.value : undefined;
}

/** The server stored the zero time for a start that was left out, as in push.create. */
const noStart = /"start_time": "0001-01-01T00:00:00Z",/;

/** These read no payload: whatever was recorded with them answers for whatever else was. */
const payloadIsIgnored = /^\$JS\.(ENABLED|INFO|STREAM\.LIST|TEMPLATE\.LIST)$/;

const recordedPayloads = new Set(
	transcript.flatMap(({ subject, request }) => (payloadIsIgnored.test(subject) && request !== null ? [request] : [])),
);

/** Whether a request is the recorded one. */
export function isSameRequest({ subject, request }: Recorded, asked: { subject: string; payload: string }): boolean {
	if (request === null || subject !== asked.subject) return false;
	return samePayload(request, asked.payload) || (payloadIsIgnored.test(subject) && recordedPayloads.has(asked.payload));
}

/** The names of the transcript's servers: each began with an empty store, or after a restart. */
const runs: readonly RegExp[] = [
	/^restart\.(?!prepare)/,
	/^(quirk|crash|edge)\./,
	/^disabled\.(connect|server)/,
	/^disabled\.account$/,
	/^disabled\.account-imported$/,
	/^limits\./,
];

/** First and last exchange of the run that an exchange belongs to. */
export function runOf({ at }: Recorded): readonly [first: number, last: number] {
	const own = runAt(at);
	let first = at;
	let last = at;
	while (first > 0 && runAt(first - 1) === own) first -= 1;
	while (last < transcript.length - 1 && runAt(last + 1) === own) last += 1;
	return [first, last];
}

/** A number for each run; servers that were made for one exchange have their own. */
function runAt(at: number): number {
	const name = transcript[at]?.case ?? '';
	const run = runs.findIndex((pattern) => pattern.test(name));
	return run === 1 ? at + runs.length : run;
}
