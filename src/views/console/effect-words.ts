import { requestIn } from '../../console/request-in.ts';
import { textOf } from '../../console/state.ts';
import type { Line, Tone } from '../../format/line.ts';
import { apiPrefix } from '../../jetstream/api-prefix.ts';
import { type SubjectVerdict, subjectEffect } from '../../jetstream/subject-effect.ts';
import type { DeckState } from '../../store/state.ts';
import { span } from '../spans.ts';

/** The effect, and its consequence. */
type Words = readonly [Tone, string, string?];

const effectWords: Readonly<Record<SubjectVerdict['effect'], Words>> = {
	read: ['good', 'reads, changes nothing'],
	publish: ['warn', 'publishes', 'subscribers receive it, a stream may store it'],
	change: ['warn', 'changes something', 'asks first'],
	destroy: ['bad', 'destroys something', 'asks first'],
};

/** What a request does to the server, and how much it matters; in read-only mode whatever changes something is refused. */
export function effectInWords(
	effect: SubjectVerdict['effect'],
	{ readOnly }: Pick<DeckState, 'readOnly'>,
): readonly [Tone, string] {
	const [tone, does, then] = effectWords[effect];
	if (then === undefined) return [tone, does];
	return readOnly ? ['bad', `${does}: not sent, this jetdeck is read-only`] : [tone, `${does}: ${then}`];
}

/** The effect of the line being typed, in one line; undefined if it is no API request. */
export function effectLine({ console, target, readOnly }: DeckState): Line | undefined {
	const typed = requestIn(textOf(console.typed));
	if (typed === undefined || typed.verb === 'subscribe') return undefined;
	const { match, effect, refusal } = subjectEffect(typed.subject, apiPrefix(target), typed.headers);
	if (match === undefined && refusal === undefined) return undefined;
	const [tone, words] = effectInWords(effect, { readOnly });
	return [
		span(match === undefined ? '' : `${match.endpoint.title} · `),
		refusal === undefined ? span(words, tone) : span(refusal, 'bad'),
	];
}
