import { type Recorded, recordedAt, transcript } from './preview-transcript.ts';

/** A place of the recording, within one run of the server. */
export interface Place {
	readonly first: number;
	readonly at: number;
	readonly last: number;
}

/**
 * The recorded answer about what is not there, for a stream or consumer that by its own recorded creation and deletion is not
 * there at this place: that answer was recorded with another name. Undefined for all else.
 */
export function answerOfAbsent(subject: string, payload: string, place: Place): Recorded | undefined {
	const [, stream, consumer] =
		/^\$JS\.STREAM\.([^.]+)\.(?:INFO|CONSUMERS|CONSUMER\.([^.]+)\.INFO)$/.exec(subject) ?? [];
	if (payload !== '') return undefined;
	if (subject === '$JS.STREAM.LIST')
		return streams.every((each) => isThere(each, undefined, place) === false || isUnlisted(each, place))
			? recordedAt('list.empty')
			: undefined;
	if (stream === undefined) return undefined;
	if (isThere(stream, undefined, place) === false) {
		const other = subject.replace(`.${stream}.`, '.NOPE.').replace(/\.CONSUMER\..*\.INFO$/, '.CONSUMER.X.INFO');
		return transcript.find((each) => each.case === 'unknown-stream' && each.subject === other);
	}
	if (consumer !== undefined)
		return isThere(stream, consumer, place) === false ? recordedAt('consumer.info.unknown') : undefined;
	const consumers = namesOf(new RegExp(`^\\$JS\\.STREAM\\.${stream}\\.CONSUMER\\.([^.]+)\\.CREATE$`));
	const isEmpty = subject.endsWith('.CONSUMERS') && consumers.length > 0;
	return isEmpty && consumers.every((each) => isThere(stream, each, place) === false)
		? recordedAt('consumers.none')
		: undefined;
}

function namesOf(pattern: RegExp): readonly string[] {
	return [...new Set(transcript.flatMap(({ subject }) => pattern.exec(subject)?.[1] ?? []))];
}

const streams = namesOf(/^\$JS\.STREAM\.([^.]+)\.CREATE$/);

/** What the recording says of it: the last that made or deleted it before, or that it is made only later. */
function isThere(stream: string, consumer: string | undefined, { first, at, last }: Place): boolean | undefined {
	const own = `$JS.STREAM.${stream}.${consumer === undefined ? '' : `CONSUMER.${consumer}.`}`;
	const subjects = [`${own}CREATE`, `${own}DELETE`, `$JS.STREAM.${stream}.DELETE`];
	const events = transcript
		.slice(first, last + 1)
		.filter(({ subject, replies }) => subjects.includes(subject) && replies[0] === '+OK');
	const before = events.findLast((each) => each.at < at);
	if (before !== undefined) return before.subject.endsWith('.CREATE');
	return events[0]?.subject === `${own}CREATE` ? false : undefined;
}

/** Whether the names that were told in this run are without this one. */
function isUnlisted(stream: string, { first, last }: Place): boolean {
	const lists = transcript.slice(first, last + 1).filter(({ subject }) => subject === '$JS.STREAM.LIST');
	return lists.length > 0 && !lists.some(({ replies }) => replies[0]?.includes(`"${stream}"`));
}
