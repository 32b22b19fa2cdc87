import type { Recorded } from './preview-transcript.ts';

export interface Difference {
	readonly why: string;
	/** Cases, with what was asked behind a blank. */
	readonly asked: RegExp;
	/** A server of today does what the preview refused: afterwards it is undone, so that all else stays as it was. */
	readonly undo?: true;
	/** It would do what the preview refused, to something that must stay: it is translated and not sent. */
	readonly unsent?: true;
}

/** Where a server of today answers otherwise than the preview did, though asked the same. */
const differences: readonly Difference[] = [
	{
		why: 'the point of the post is taken for no payload',
		asked: /^payload\.(stream\.info|dot|dot\.unknown-stream) \.$/,
		unsent: true,
	},
	{
		why: 'an equal stream or consumer may be created again',
		asked: /^(stream\.create\.duplicate-same|push\.create\.again-active|pull\.create\.again) /,
	},
	{ why: 'five replicas are the most', asked: /^stream\.create\.replicas-9 / },
	{ why: 'said in other words', asked: /^stream\.(create\.(duplicate-subjects|replicas-neg)|update\.retention) / },
	{ why: 'said in other words', asked: /^push\.create\.replace-diff / },
	{ why: 'said in other words', asked: /^(msg\.delete\.bad (0|99)|byseq\.bad 0)$/ },
	{ why: 'there are no templates any more', asked: /^stream\.create\.template-owner /, undo: true },
	{ why: 'there are no templates any more', asked: /^stream\.update\.template / },
	{ why: 'the number of consumers can be changed and limited', asked: /^stream\.update\.max_consumers / },
	{ why: 'the number of consumers can be changed and limited', asked: /^stream\.create\.maxcons /, undo: true },
	{ why: 'an update looks for overlaps', asked: /^(stream\.update\.overlap|info\.used) / },
	{ why: 'silence is an answer now', asked: /^unknown-stream .*$/ },
	{
		why: 'pull consumers may acknowledge otherwise',
		asked: /^consumer\.create\.pull-(needs-explicit|ack-all) /,
		undo: true,
	},
	{
		why: 'filters have wildcards, of any subject',
		asked: /^consumer\.create\.filter-(wild|not-subset|ack-all) /,
		undo: true,
	},
	{ why: 'the keys of today are read', asked: /^consumer\.info\.modern-keys / },
	{ why: 'a moved consumer keeps what it delivered', asked: /^push\.info\.replaced / },
	{ why: '+ACK and +TERM are understood', asked: /^push\.info\.exceeded / },
	{ why: 'a start past the end, or of a filter, counts otherwise', asked: /^start\.(SEQHI|FLAST)\.info / },
	{ why: 'who left is not served', asked: /^pull\.(info\.after|next\.wait) / },
	{
		why: 'ephemeral consumers need no listener, and may be pulled',
		asked: /^ephemeral\.(no-interest|pull|pull-none) /,
		undo: true,
	},
	{ why: 'what nobody wants is not kept', asked: /^interest\.no-consumer / },
];

export function differenceOf({ case: name, request, replies, subject }: Recorded): Difference | undefined {
	// Only this was met with silence, and is not today.
	if (name === 'unknown-stream' && (replies.length > 0 || !subject.endsWith('.BYSEQ'))) return undefined;
	return differences.find(({ asked }) => asked.test(`${name} ${request}`));
}

export const differenceCount = differences.length;
