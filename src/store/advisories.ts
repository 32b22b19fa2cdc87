import type { Link } from '../nats/link.ts';
import { consumerNamesKeys } from './consumer-resources.ts';
import { namesKeys } from './stream-resources.ts';

/** What an advisory makes out of date: its subject after ADVISORY, and the resources of the poller. */
const subjects: readonly { readonly tail: string; readonly outdates: (stream: string) => readonly string[] }[] = [
	{ tail: 'STREAM.CREATED.*', outdates: () => [...namesKeys, 'stream-list', 'account'] },
	{ tail: 'STREAM.DELETED.*', outdates: () => [...namesKeys, 'stream-list', 'account'] },
	{ tail: 'STREAM.UPDATED.*', outdates: (stream) => ['stream-list', `stream:${stream}`] },
	{ tail: 'CONSUMER.CREATED.*.*', outdates: consumersOf },
	{ tail: 'CONSUMER.DELETED.*.*', outdates: consumersOf },
	{ tail: 'CONSUMER.PAUSE.*.*', outdates: consumersOf },
];

/**
 * Listens to what the server tells of lists that change. There is none for an updated consumer (nats-server 2.15), so
 * polling goes on as before, only less often.
 * @param onOutdated with keys of resources
 * @param onRefused for each subject to which the user may not subscribe
 */
export function watchAdvisories(
	link: Link,
	onOutdated: (keys: readonly string[]) => void,
	onRefused: (subject: string) => void,
): () => void {
	const prefix = `${link.target.eventPrefix ?? '$JS.EVENT'}.ADVISORY.`;
	const nameAt = prefix.split('.').length + 1;
	const stops = subjects.map(({ tail, outdates }) =>
		link.subscribe(
			`${prefix}${tail}`,
			({ subject }) => onOutdated(outdates(subject.split('.')[nameAt] ?? '')),
			(problem) => onRefused(problem.subject),
		),
	);
	return () => {
		for (const stop of stops) stop();
	};
}

function consumersOf(stream: string): readonly string[] {
	return [...consumerNamesKeys(stream), `consumer-list:${stream}`, `stream:${stream}`, 'account'];
}
