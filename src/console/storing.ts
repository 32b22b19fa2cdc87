import { listOfNames } from '../changes/plan/wording.ts';
import type { Verb } from '../changes/proposal.ts';
import type { Problem } from '../jetstream/problem.ts';
import type { Api } from '../jetstream/request.ts';
import type { Target } from '../nats/link.ts';

/** The streams that store messages of a subject; `unknown` if any might. */
export type Storing = readonly string[] | 'unknown';

/** Asked right before a message is published, so nobody waits long for it. */
const patienceMs = 1_500;

/** Asks for the streams of the account that store messages of a subject. */
export async function storingStreams(api: Api, subject: string, target: Target): Promise<Storing> {
	const answer = await api.request('stream.names', {}, { subject }, { timeoutMs: patienceMs });
	if (answer.ok) return answer.value.streams ?? [];
	return withoutStreams(answer.problem, target) ? [] : 'unknown';
}

/** JetStream is off for the account (err_code 10039), or on the server, where nobody listens to its API. */
function withoutStreams({ kind, errCode }: Problem, { domain, apiPrefix }: Target): boolean {
	return errCode === 10039 || (kind === 'no-responders' && domain === undefined && apiPrefix === undefined);
}

export function mayStore(storing: Storing): boolean {
	return storing.length > 0;
}

/** A published message, and the streams that may store it. */
export interface PublishedTo {
	readonly storing: Storing;
	readonly verb: Verb;
}

/**
 * Which streams store a published message, in a sentence. A stream refuses a message beyond its max_msg_size or its limits: only
 * its acknowledgement proves that it stored a message.
 */
export function storingInWords({ storing, verb }: PublishedTo): string {
	if (storing === 'unknown') return 'Whether a stream stores it is unknown.';
	const said = `${storing.length === 1 ? 'Stream' : 'Streams'} ${takers(storing)}.`;
	return verb === 'publish' ? `${said} No reply was requested: whether the message was stored is unknown.` : said;
}

/** What is certain about streams before an acknowledgement, as a clause. */
export function storingClause(streams: readonly string[]): string {
	return `${streams.length === 1 ? 'stream' : 'streams'} ${takers(streams)}`;
}

function takers(streams: readonly string[]): string {
	return `${listOfNames(streams)} ${streams.length === 1 ? 'has' : 'have'} this subject`;
}

export function streamsNamed(streams: readonly string[]): string {
	return `${streams.length === 1 ? 'stream' : 'streams'} ${listOfNames(streams)}`;
}
