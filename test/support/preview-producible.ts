import { isRecord } from '../../src/format/is.ts';
import { parseJson } from '../../src/format/json.ts';
import type { EndpointId } from '../../src/jetstream/endpoints.ts';
import { fromPreview } from '../../src/jetstream/preview/from-preview.ts';
import { toPreview } from '../../src/jetstream/preview/to-preview.ts';
import { buildSubject } from '../../src/jetstream/subject.ts';
import { subjectEffect } from '../../src/jetstream/subject-effect.ts';
import { isSameRequest, type Recorded } from './preview-transcript.ts';

/** A recorded request as one of today's. */
export interface Counterpart {
	readonly id: EndpointId;
	readonly params: Readonly<Record<string, string>>;
	readonly body: Readonly<Record<string, unknown>> | undefined;
}

/** The request of today that stands for a recorded one, or why there is none: a sentence, or `undefined` for no API subject. */
export function counterpartOf({ subject, request }: Recorded): Counterpart | string | undefined {
	const { match, preview } = subjectEffect(subject, '$JS.API');
	if (preview !== true || match === undefined) return undefined;
	const read = fromPreview(match, request ?? '');
	if (!read.ok) return read.message;
	const parsed = read.payload === '' ? undefined : parseJson(read.payload);
	const body = parsed?.ok && isRecord(parsed.value) ? parsed.value : undefined;
	return { id: match.endpoint.id, params: match.params, body };
}

/** The counterpart by which the deck's door sends exactly the recorded request to a preview server. */
export function producedBy(recorded: Recorded): Counterpart | undefined {
	const counterpart = counterpartOf(recorded);
	if (typeof counterpart !== 'object' || recorded.subject === '$JS.ENABLED') return undefined;
	// The door looks for it by sequences: whether the last one is deleted the preview did not mind.
	if (counterpart.body?.last_by_subj !== undefined) return undefined;
	if (!buildSubject('$JS.API', counterpart.id, counterpart.params).ok) return undefined;
	const written = toPreview(counterpart.id, counterpart.params, counterpart.body);
	return written.ok && isSameRequest(recorded, written) ? counterpart : undefined;
}

interface Reason {
	readonly why: string;
	/** Names of cases. */
	readonly cases: RegExp;
	/** What else the exchange must be. */
	readonly if?: (recorded: Recorded) => boolean;
}

const isApi = ({ subject }: Recorded): boolean => /^\$JS\.(?!ACK\.)/.test(subject);

/** Why the deck's own requests are never these; only what somebody types in the console is. */
export const notProduced: readonly Reason[] = [
	{ why: 'nothing was asked', cases: /./, if: ({ request }) => request === null },
	{ why: 'ends the server or leaves half a stream: never sent', cases: /^(crash\.|edge\.stream\.create)/ },
	{
		why: 'the probe asks with nothing',
		cases: /./,
		if: ({ subject, request }) => subject === '$JS.ENABLED' && request !== '',
	},
	{ why: 'messages are published by applications', cases: /publish/, if: (each) => !isApi(each) },
	{ why: 'no subject of the preview', cases: /^(unknown-subject|consumer\.create\.dotted)$/ },
	{ why: 'the deck acknowledges by +OK, -NAK and +WPI', cases: /^(ack|pull\.ack\.next|edge\.ack\.garbage)$/ },
	{ why: 'the deck always says how many', cases: /^(unknown-stream|push\.next|pull\.next\..*|edge\.next\.negative)$/ },
	{ why: 'the last message is found by its sequence', cases: /^(byseq\.empty|mem\.byseq\.last|byseq\.purged-last)$/ },
	{ why: 'names hold no wildcards', cases: /\.(wildcard-name|star-name)$/ },
	{ why: 'takes no payload', cases: /^(payload\.(stream\.info|dot.*)|template\..*\.dot|disabled\.account-imported)$/ },
	{ why: 'a payload that is no configuration', cases: /\.(empty|dot|bad-json|json-string|json-null|json-object)$/ },
	{ why: 'a payload that is no sequence', cases: /^(byseq|msg\.delete)\.bad$/ },
	{ why: 'names and the words that say them always agree', cases: /\.(no-name|no-durable|unedited)$/ },
	{
		why: 'what the preview refused or ignored is refused here',
		cases: /\.(replicas|replicas-9|case-keys|bad-delivery|bad-time)$/,
	},
	{ why: 'streams of templates are left alone', cases: /\.(template-owner|template)$/ },
	{
		why: 'the deck always says the storage',
		cases:
			/^(stream\.create\.minimal|template\.create\.named-config|stream\.update\.(retention|max_consumers|ok|overlap|back))$/,
	},
	{ why: 'the deck says no time where it has none', cases: /^blog\.consumer\.create/ },
	{ why: 'one start, in the words of then', cases: /^consumer\.create\.(conflict-\d|modern-keys)$/ },
];

/** The first reason for which the deck does not produce a recorded request. */
export function reasonOf(recorded: Recorded): string | undefined {
	return notProduced.find((reason) => reason.cases.test(recorded.case) && (reason.if?.(recorded) ?? true))?.why;
}

/** The words of today by which the deck says them. */
const acknowledgements: Readonly<Record<string, string>> = { '+OK': '+ACK', '-NAK': '-NAK', '+WPI': '+WPI' };

/** What the deck acknowledges with, where a recorded acknowledgement is what becomes of it. */
export function acknowledgementOf({ subject, request }: Recorded): string | undefined {
	return subject.startsWith('$JS.ACK.') ? acknowledgements[request ?? ''] : undefined;
}
