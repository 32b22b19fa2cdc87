import type { ReactElement } from 'react';
import type { Line } from '../../format/line.ts';
import type { DeckState } from '../../store/state.ts';
import { crumbSpans } from '../../views/crumbs.ts';
import { headerSpans } from '../../views/header.ts';
import { noticeLines } from '../../views/notice.ts';
import { useDeck } from '../use-deck.ts';
import { endsLine } from './ends.ts';
import { LineOfText, LinesOfText, sameLine, sameLines } from './line.tsx';

const headerLine = (state: DeckState): Line => endsLine(headerSpans(state), state.size.columns);
const crumbsLine = (state: DeckState): Line => endsLine(crumbSpans(state), state.size.columns);

/** What the deck is connected to, and in which state; while disconnected, why. */
export function Header(): ReactElement {
	return (
		<>
			<LineOfText line={useDeck(headerLine, sameLine)} />
			<LinesOfText lines={useDeck(noticeLines, sameLines)} />
		</>
	);
}

/** Where the person is, the filter and order of the list, and the panes to switch to. */
export function Crumbs(): ReactElement {
	return <LineOfText line={useDeck(crumbsLine, sameLine)} />;
}
