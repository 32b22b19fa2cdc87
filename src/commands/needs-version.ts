import type { Version } from '../jetstream/endpoints/endpoint.ts';
import { supports, versionInWords } from '../jetstream/server-features.ts';
import type { DeckState } from '../store/state.ts';

/** Why the connected server lacks a feature of a version, as a sentence; undefined if it has it, or the version is unknown. */
export function needsVersion(
	{ features }: Pick<DeckState, 'features'>,
	since: Version,
	what: string,
): string | undefined {
	if (features.version === undefined || supports(features, since)) return undefined;
	return since === '2.9'
		? `${what} came after the technical preview of 2020.`
		: `${what} needs nats-server ${since}; this one is ${versionInWords(features)}.`;
}
