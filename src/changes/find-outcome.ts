import type { Api } from '../jetstream/request.ts';
import { assetOf } from './asset.ts';
import { type Found, lookAt } from './expectation.ts';
import { type BeforeSending, cannotTell, type Finding, type Look, unreadOutcome } from './outcome/look.ts';
import type { Meaning, Step } from './proposal.ts';
import { changeOf } from './table.ts';

/** The API request of a step, even if it was typed. */
export function meaningOf({ means, wire }: Step): Meaning {
	return means ?? { params: {}, ...wire };
}

const lookFor = (endpoint: Meaning['endpoint']): Look | string | undefined => changeOf(endpoint)?.outcome;

/** What to read right before a step, so that its outcome can be found if no reply comes. */
export async function readBefore(api: Api, step: Step): Promise<unknown> {
	const meaning = meaningOf(step);
	const look = lookFor(meaning.endpoint);
	return typeof look === 'object' ? look.note?.({ api, step, meaning }) : undefined;
}

/** Finds out on the server whether a request without a reply was carried out. */
export async function findOutcome(api: Api, step: Step, was: BeforeSending): Promise<Finding> {
	const meaning = meaningOf(step);
	const look = lookFor(meaning.endpoint);
	if (look === undefined || typeof look === 'string') return cannotTell(look ?? 'It only reads.');
	const asset = assetOf(step.asset);
	const now: Found = asset === undefined ? { kind: 'absent' } : await lookAt(api, asset);
	if (now.kind !== 'unclear') return look.judge(now, { api, step, meaning, was });
	return unreadOutcome(now.problem);
}
