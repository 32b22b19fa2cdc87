import { asRecord } from '../../format/is.ts';
import { differences } from '../../jetstream/difference.ts';
import { consumerFields } from '../../jetstream/fields/consumer.ts';
import { streamFields } from '../../jetstream/fields/stream.ts';
import type { Asset } from '../asset.ts';
import { equalConfigurations, type Found } from '../expectation.ts';
import type { Configuration } from '../proposal.ts';
import { differencesInWords, differentValues, type RequestedConfig } from '../stored-differently.ts';
import { applied, cannotTell, type Finding, type Look, type LookContext, notApplied } from './look.ts';

/** A creation or an edit: consumers have one request for both. */
export const configured = (kind: Asset['kind']): Look => ({
	judge: (now, around) => {
		const before = earlier(around);
		if (before === undefined)
			return cannotTell('jetdeck could not read it before sending the request, so it cannot compare.');
		if (now.kind === 'absent')
			return before === 'absent'
				? notApplied
				: cannotTell('It no longer exists: somebody deleted it after the request.');
		if (before === 'absent') return createdAs(now.config, askedIn(kind, around));
		const isSame = before.created === undefined || before.created === now.created;
		return isSame ? edited(before.config, now.config, askedIn(kind, around)) : cannotTell(anotherOne);
	},
});

/** The state right before, or if it was unreadable the state that the plan was based on. */
function earlier({ was, step }: LookContext): Pick<There, 'config' | 'created'> | 'absent' | undefined {
	const { found } = was;
	if (found?.kind === 'absent') return 'absent';
	if (found?.kind === 'there') return found;
	return step.before && { config: step.before, created: step.expects?.created };
}

const anotherOne = 'Somebody deleted the stream or consumer and created it again after the request.';

type There = Extract<Found, { kind: 'there' }>;

/** Somebody else may have used the name meanwhile: the configuration shows whether the request created it. */
export function createdAs(now: Configuration, asked: RequestedConfig): Finding {
	const held = differentValues(asked, now);
	return held.length === 0
		? applied
		: cannotTell(
				`It exists now, but with other values than requested (${differencesInWords(held)}): somebody else may have created it.`,
			);
}

/**
 * If the configuration is as before, nothing changed. If the fields that only the request changes have its values, it was carried
 * out. Otherwise somebody else changed it.
 */
function edited(before: Configuration, now: Configuration, { fields, config }: RequestedConfig): Finding {
	if (equalConfigurations(before, now)) return notApplied;
	const keysOf = (other: Configuration) => new Set(differences(fields, other, config).map(({ path }) => path));
	const wanted = keysOf(before);
	const missing = [...keysOf(now)].filter((path) => wanted.has(path));
	return missing.length < wanted.size
		? applied
		: cannotTell('Its configuration changed, but not to the requested one: somebody else may have edited it.');
}

export function askedIn(kind: Asset['kind'], { meaning: { body } }: Pick<LookContext, 'meaning'>): RequestedConfig {
	const whole = (body ?? {}) as Configuration;
	if (kind === 'stream') return { fields: streamFields, config: whole };
	return { fields: consumerFields, config: asRecord(whole.config) };
}

/** Gone, or another one has its name: the original no longer exists. */
export const deleted: Look = {
	judge: (now, { was, step }) => {
		if (now.kind === 'absent') return applied;
		const created = was.found?.kind === 'there' ? was.found.created : step.expects?.created;
		return created === undefined || created === now.created ? notApplied : applied;
	},
};
