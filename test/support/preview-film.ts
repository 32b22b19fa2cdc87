import { answerOfAbsent } from './preview-absent.ts';
import { isSameRequest, type Recorded, recordedAt, runOf, transcript } from './preview-transcript.ts';

export interface Asked {
	readonly subject: string;
	readonly payload: string;
}

/** Exchanges of one run of the recorded server, both ends included, by the names of their cases. */
export interface Scene {
	readonly from: string;
	/** Without it, all that follows in that run. */
	readonly to?: string;
}

/** What a request gets: a recorded exchange, or why it gets none. */
export type Shown =
	| { readonly kind: 'recorded'; readonly recorded: Recorded; readonly deliveries: readonly Recorded[] }
	/** It was recorded, yet not in the state that the server is in now. */
	| { readonly kind: 'not-now' }
	| { readonly kind: 'unexpected' };

/**
 * The recorded server, as a film that only a request to change something moves on.
 *
 * Such a request is given the first equal exchange from here on, and the film stands behind it: what was recorded in between
 * counts as having happened. A request that only reads is given what was recorded nearest to here, forward first, as long as
 * nothing on the way makes, removes or edits what it tells of: what there is and how it is configured is never otherwise than at
 * this place of the film, while numbers (of messages, of deliveries) may be some exchanges early or late. Asked again, the next
 * recording of before the next change is given, for time goes on. What became otherwise without a request (an ephemeral consumer
 * that went) does so where it was seen. Of what is not there now, though it is elsewhere in the recording, the answer is the one
 * recorded of another name. What cannot be answered so is not answered.
 */
export interface Film {
	/** Where it stands: the exchange that comes next. */
	readonly at: () => number;
	show(asked: Asked): Shown;
	/** Goes to the first exchange of a scene, forward or back. */
	play(scene: Scene): void;
}

export function openFilm(scene: Scene): Film {
	let [at, last] = boundsOf(scene);
	let [first, end] = runOf(recordedAt(scene.from));
	let given = new Map<string, number>();
	const delivered = new Set<number>();

	const change = (asked: Asked): Recorded | undefined => {
		const found = transcript.slice(at, last + 1).find((each) => isSameRequest(each, asked) && !endsServer(each));
		if (found !== undefined) at = found.at + 1;
		return found;
	};
	const read = (asked: Asked): Recorded | undefined => {
		const equal = transcript.filter((each) => isSameRequest(each, asked));
		const within = equal.filter((each) => each.at >= first && each.at <= last);
		const key = `${asked.subject} ${asked.payload}`;
		const before = given.get(key) ?? -1;
		const sure = within.filter((each) => isStill(each, at));
		const chosen =
			sure.find((each) => each.at >= at && each.at > before && !changesBetween(at, each.at)) ??
			sure.find((each) => each.at === before && each.at >= at) ??
			sure.find((each) => each.at >= at) ??
			sure.at(-1) ??
			equal.find(({ case: name }) => always.test(name) && isOn(first));
		if (chosen !== undefined) given.set(key, chosen.at);
		return chosen ?? answerOfAbsent(asked.subject, asked.payload, { first, at, last: end });
	};
	const isHere = (index: number): boolean => index >= at - 1 && !changesBetween(at, index);
	const isDue = (each: Recorded): boolean => !delivered.has(each.at) && each.at <= last;
	return {
		at: () => at,
		play: (next) => {
			[at, last] = boundsOf(next);
			[first, end] = runOf(recordedAt(next.from));
			given = new Map();
			delivered.clear();
		},
		show: (asked) => {
			const recorded = isRead(asked.subject) ? read(asked) : change(asked);
			if (recorded === undefined)
				return {
					kind: transcript.some((each) => isSameRequest(each, asked) && !endsServer(each)) ? 'not-now' : 'unexpected',
				};
			const deliveries = isHere(recorded.at) ? deliveriesAfter(recorded.at).filter(isDue) : [];
			for (const each of deliveries) delivered.add(each.at);
			return { kind: 'recorded', recorded, deliveries };
		},
	};
}

/** What a server with JetStream answers whatever it holds. */
const always = /^(unknown-subject|payload\.enabled.*)$/;
const isOn = (first: number): boolean => !transcript[first]?.case.startsWith('disabled.');

function boundsOf({ from, to }: Scene): [number, number] {
	const start = recordedAt(from);
	const end = to === undefined ? runOf(start)[1] : transcript.findLast((each) => each.case === to)?.at;
	if (end === undefined) throw new Error(`the transcript has no case ${to}`);
	return [start.at, end];
}

/** What the server sent by itself right after this exchange. */
function deliveriesAfter(at: number): readonly Recorded[] {
	const rest = transcript.slice(at + 1);
	const end = rest.findIndex(({ request }) => request !== null);
	return rest
		.slice(0, end === -1 ? undefined : end)
		.filter((each) => /\.(delivery|delivered|redelivery)/.test(each.case));
}

export const endsServer = ({ case: name }: Recorded): boolean => name.startsWith('crash.');

const reads =
	/^\$JS\.(ENABLED|INFO|API\..*|NOPE|STREAM\.(LIST|[^.]+\.(INFO|CONSUMERS|NOPE|MSG\.BYSEQ|CONSUMER\.[^.]+\.INFO))|TEMPLATE\.(LIST|[^.]+\.INFO))$/;

/** Whether a request changes nothing, the delivery state of consumers neither. */
export function isRead(subject: string): boolean {
	return reads.test(subject);
}

function changesBetween(start: number, end: number): boolean {
	return transcript.slice(start, end).some(({ request, subject }) => request !== null && !isRead(subject));
}

/** Whether a recorded read tells what is so when the film stands at `at`. */
function isStill(recorded: Recorded, at: number): boolean {
	const ahead = recorded.at >= at;
	const way = ahead ? transcript.slice(at, recorded.at) : transcript.slice(recorded.at + 1, at);
	const topic = topicOf(recorded.subject);
	return !way.some((each) => touches(each, topic));
}

/** What a read tells of: `streams`, `stream S`, `consumers S`, `consumer S C`, `messages S`, or what never changes. */
function topicOf(subject: string): string {
	const [, head, name = '', kind = '', consumer = ''] = subject.split('.');
	if (subject === '$JS.INFO' || subject === '$JS.STREAM.LIST') return 'streams';
	if (head === 'TEMPLATE') return 'templates';
	if (head !== 'STREAM') return 'nothing';
	if (kind === 'CONSUMERS') return `consumers ${name}`;
	if (kind === 'CONSUMER') return `consumer ${name} ${consumer}`;
	return kind === 'MSG' ? `messages ${name}` : `stream ${name}`;
}

/** Whether a recorded exchange made, removed or edited what a read tells of. */
function touches({ subject, request, replies }: Recorded, topic: string): boolean {
	if (request === null || isRead(subject) || !replies[0]?.startsWith('+OK')) return false;
	const [root, head, name, ...rest] = subject.split('.');
	if (root !== '$JS') return false;
	if (head === 'TEMPLATE') return topic === 'templates' || topic === 'streams';
	if (head !== 'STREAM') return false;
	const what = rest.join('.');
	const ofStream = [`stream ${name}`, `messages ${name}`];
	if (what === 'CREATE' || what === 'DELETE') return topic === 'streams' || topic.split(' ')[1] === name;
	if (what === 'UPDATE' || what === 'PURGE' || what === 'MSG.DELETE') return ofStream.includes(topic);
	return topic === `consumers ${name}` || topic === `consumer ${name} ${rest[1]}`;
}
