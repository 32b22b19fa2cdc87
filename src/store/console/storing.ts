import type { Api } from '../../jetstream/request.ts';
import { listOfNames } from '../proposals/plan/wording.ts';

/** It is asked right before something is published, and nobody waits long for that. */
const patienceMs = 1_500;

/** The streams of the account that store what is published to a subject; none where that cannot be asked. */
export async function storingStreams(api: Api, subject: string): Promise<readonly string[]> {
	const answer = await api.request('stream.names', {}, { subject }, { timeoutMs: patienceMs });
	return answer.ok ? (answer.value.streams ?? []) : [];
}

/** Why such a subject is not watched: each look would be one more message. */
export function watchedStored(streams: readonly string[]): string {
	return `It is not watched: ${streams.length === 1 ? 'stream' : 'streams'} ${listOfNames(streams)} would store each look.`;
}
