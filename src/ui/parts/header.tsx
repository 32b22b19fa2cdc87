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

/** What the deck is connected to, and how that is going; where it is not, why. */
export function Header(): ReactElement {
	return (
		<>
			<LineOfText line={useDeck(headerLine, sameLine)} />
			<LinesOfText lines={useDeck(noticeLines, sameLines)} />
		</>
	);
}

/** Where the person is, what is done to the list, and the panes to go to. */
export function Crumbs(): ReactElement {
	return <LineOfText line={useDeck(crumbsLine, sameLine)} />;
}
