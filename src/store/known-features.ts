import type { Dialect } from '../jetstream/dialect.ts';
import { featuresOf } from '../jetstream/server-features.ts';
import { latest } from './datum.ts';
import type { DeckState } from './state.ts';

/** The same features as long as they are: readers compare them. */
export function withFeatures(state: DeckState, dialect: Dialect): Partial<DeckState> {
	const { link, account, features: before } = state;
	const features = featuresOf(serverOf({ link }), latest(account), dialect);
	const same = (['version', 'apiLevel', 'dialect'] as const).every((name) => features[name] === before[name]);
	return same ? {} : { features };
}

/** The server at the other end, or the one that was lost. */
export function serverOf({ link }: Pick<DeckState, 'link'>) {
	return 'server' in link ? link.server : undefined;
}
