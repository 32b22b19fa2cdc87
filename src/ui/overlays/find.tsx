import type { ReactElement } from 'react';
import { findHint, typeFind } from '../../views/find.ts';
import { useDeck, useReach } from '../use-deck.ts';
import { CrumbsInput } from './crumbs-input.tsx';

/** The `/` line over a text, in place of the crumbs, with the number of hits. */
export function FindLine(): ReactElement {
	const { deck } = useReach();
	const hint = useDeck(findHint);
	return (
		<CrumbsInput kind="find" hint={hint} onChange={(typed) => deck.store.setState((state) => typeFind(state, typed))} />
	);
}
