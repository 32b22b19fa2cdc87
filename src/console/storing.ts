import { listOfNames } from '../changes/plan/wording.ts';
import type { Verb } from '../changes/proposal.ts';
import type { Problem } from '../jetstream/problem.ts';
import type { Api } from '../jetstream/request.ts';
import type { Target } from '../nats/link.ts';

/** The streams that store what is published to a subject; `unknown` where the server does not tell, and any might. */
export type Storing = readonly string[] | 'unknown';

/** It is asked right before something is published, and nobody waits long for that. */
const patienceMs = 1_500;

/** Asks for the streams of the account that store what is published to a subject. */
export async function storingStreams(api: Api, subject: string, target: Target): Promise<Storing> {
	const answer = await api.request('stream.names', {}, { subject }, { timeoutMs: patienceMs });
	if (answer.ok) return answer.value.streams ?? [];
	return withoutStreams(answer.problem, target) ? [] : 'unknown';
}

/** JetStream is off: for the account (err_code 10039), or where nobody listens to the API that the account itself has. */
function withoutStreams({ kind, errCode }: Problem, { domain, apiPrefix }: Target): boolean {
	return errCode === 10039 || (kind === 'no-responders' && domain === undefined && apiPrefix === undefined);
}

export function mayStore(storing: Storing): boolean {
	return storing.length > 0;
}

/**
 * Of what is published, in a sentence; `undefined` where no stream takes the subject. A stream refuses what is larger than its
 * max_msg_size, or beyond its limits: only its acknowledgement says that it stored a message.
 */
export function takenBy(storing: Storing, verb: Verb): string | undefined {
	if (storing === 'unknown') return 'Whether a stream stores it is not known: the server does not tell.';
	if (storing.length === 0) return undefined;
	const said = `${taking(storing).replace(/^s/, 'S')}.`;
	return verb === 'publish' ? `${said} No reply was requested: whether the message was stored is not known.` : said;
}

/** What is certain of streams before an acknowledgement, as a clause. */
export function taking(streams: readonly string[]): string {
	return `${streamsNamed(streams)} ${streams.length === 1 ? 'takes' : 'take'} this subject`;
}

/** Why such a subject is not watched: each look would be one more message. */
export function watchedStored(storing: Storing): string {
	return storing === 'unknown'
		? 'It is not watched: a stream might store each look, which the server does not tell.'
		: `It is not watched: ${streamsNamed(storing)} would store each look.`;
}

function streamsNamed(streams: readonly string[]): string {
	return `${streams.length === 1 ? 'stream' : 'streams'} ${listOfNames(streams)}`;
}
