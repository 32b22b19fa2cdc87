import type { Recorded } from './preview-transcript.ts';

export interface Difference {
	readonly why: string;
	/** Cases, with what was asked behind a blank. */
	readonly asked: RegExp;
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
	{ why: 'an update looks for overlaps', asked: /^(stream\.update\.overlap|info\.used) / },
	{ why: 'silence is an answer now', asked: /^unknown-stream .*$/ },
	{ why: 'the keys of today are read', asked: /^consumer\.info\.modern-keys / },
	{ why: 'a moved consumer keeps what it delivered', asked: /^push\.info\.replaced / },
	{ why: '+ACK and +TERM are understood', asked: /^push\.info\.exceeded / },
	{ why: 'a start past the end, or of a filter, counts otherwise', asked: /^start\.(SEQHI|FLAST)\.info / },
	{ why: 'who left is not served', asked: /^pull\.(info\.after|next\.wait) / },
	{ why: 'what nobody wants is not kept', asked: /^interest\.no-consumer / },
];

export function differenceOf({ case: name, request, replies, subject }: Recorded): Difference | undefined {
	// Only this was met with silence, and is not today.
	if (name === 'unknown-stream' && (replies.length > 0 || !subject.endsWith('.BYSEQ'))) return undefined;
	return differences.find(({ asked }) => asked.test(`${name} ${request}`));
}

export const differenceCount = differences.length;

/** A server of today does what the preview refused, which is told as a refusal all the same: undone, all else stays as it was. */
const done =
	/^(stream\.create\.(template-owner|maxcons)|consumer\.create\.(pull-needs-explicit|pull-ack-all|filter-wild|filter-not-subset|filter-ack-all)|ephemeral\.(no-interest|pull|pull-none))$/;

export function isDoneToday({ case: name }: Recorded): boolean {
	return done.test(name);
}
