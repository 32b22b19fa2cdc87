import { asRecord } from '../../format/is.ts';
import { differences } from '../../jetstream/difference.ts';
import { consumerFields } from '../../jetstream/fields/consumer.ts';
import { streamFields } from '../../jetstream/fields/stream.ts';
import { equalConfigurations, type Found } from '../expectation.ts';
import { type Asked, heldInstead, heldInWords } from '../held-otherwise.ts';
import type { Configuration } from '../proposal.ts';
import { applied, cannotTell, type Finding, type Look, type LookAround, notApplied } from './look.ts';

/** A creation or an edit: consumers have one request for both. */
export const configured: Look = {
	judge: (now, around) => {
		const before = earlier(around);
		if (before === undefined)
			return cannotTell('It could not be read before the request was sent, so nothing shows what changed since.');
		if (now.kind === 'absent')
			return before === 'absent'
				? notApplied
				: cannotTell('It is no longer there: it was deleted since the request was sent.');
		if (before === 'absent') return createdAs(now.config, askedIn(around));
		const isSame = before.created === undefined || before.created === now.created;
		return isSame ? edited(before.config, now.config, around) : cannotTell(anotherOne);
	},
};

/** What was there right before; where that could not be read, what the change was planned on. */
function earlier({ was, step }: LookAround): Pick<There, 'config' | 'created'> | 'absent' | undefined {
	const { found } = was;
	if (found?.kind === 'absent') return 'absent';
	if (found?.kind === 'there') return found;
	return step.before && { config: step.before, created: step.expects?.created };
}

const anotherOne = 'It was deleted and created again since the request was sent.';

type There = Extract<Found, { kind: 'there' }>;

/** Another hand may have taken the name meanwhile: that what was sent is there shows in what it is. */
export function createdAs(now: Configuration, asked: Asked): Finding {
	const held = heldInstead(asked, now);
	return held.length === 0
		? applied
		: cannotTell(
				`It is there now, with other values than were sent (${heldInWords(held)}): somebody else may have created it.`,
			);
}

/** As before: nothing changed. What the request alone changes has its value: it was carried out. Neither: another hand was there. */
function edited(before: Configuration, now: Configuration, around: LookAround): Finding {
	if (equalConfigurations(before, now)) return notApplied;
	const { fields, config } = askedIn(around);
	const keysOf = (other: Configuration) => new Set(differences(fields, other, config).map(({ path }) => path));
	const wanted = keysOf(before);
	const missing = [...keysOf(now)].filter((path) => wanted.has(path));
	return missing.length < wanted.size
		? applied
		: cannotTell('Its configuration changed since, but not to what was sent: somebody else may have edited it.');
}

export function askedIn({ meaning: { endpoint, body } }: Pick<LookAround, 'meaning'>): Asked {
	const whole = (body ?? {}) as Configuration;
	if (endpoint.startsWith('stream.')) return { fields: streamFields, config: whole };
	return { fields: consumerFields, config: asRecord(whole.config) };
}

/** Gone, or another one under its name: the one that was meant is no longer there. */
export const deleted: Look = {
	judge: (now, { was, step }) => {
		if (now.kind === 'absent') return applied;
		const created = was.found?.kind === 'there' ? was.found.created : step.expects?.created;
		return created === undefined || created === now.created ? notApplied : applied;
	},
};
