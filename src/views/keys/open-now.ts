import { type OpenKvBucket, openKvStream } from '../../jetstream/kv/open-bucket.ts';
import type { Answer, Problem } from '../../jetstream/problem.ts';
import type { Api } from '../../jetstream/request.ts';
import type { DeckState } from '../../store/state.ts';
import { infoOf, valuesOf } from './key-list.ts';

/** The bucket of a stream as it was read before, otherwise as it is now: a mirror of a mirror shows only by its messages how it stores keys. */
export async function openNow(
	api: Api,
	state: DeckState,
	stream: string,
	signal: AbortSignal,
): Promise<Answer<Pick<OpenKvBucket, 'bucket' | 'source'>>> {
	const { features } = state;
	const info = infoOf(state, stream);
	const known = valuesOf(state, stream).bucket;
	if (known !== undefined && info !== undefined)
		return { ok: true, value: { bucket: known, source: { api, info, features, signal } }, at: Date.now(), ms: 0 };
	const answer = await openKvStream(api, stream, features, signal);
	if (!answer.ok) return answer;
	return answer.value === undefined
		? { ...answer, ok: false, problem: noBucket(stream) }
		: { ...answer, value: answer.value };
}

export function noBucket(stream: string): Problem {
	const message = `Stream ${stream} is no key-value bucket.`;
	return { kind: 'bad-input', subject: '', message, advice: 'Press esc to go back.' };
}
