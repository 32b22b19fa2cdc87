import { type ReactElement, useCallback } from 'react';
import { contextOf } from '../../commands/dispatch.ts';
import { type Match, paletteMatches, selectedMatch } from '../../commands/palette.ts';
import type { Line } from '../../format/line.ts';
import { sanitise } from '../../format/sanitise.ts';
import { width } from '../../format/width.ts';
import { windowOf } from '../../store/list.ts';
import type { DeckState } from '../../store/state.ts';
import { endsLine } from '../parts/ends.ts';
import { useDeck, useReach } from '../use-deck.ts';
import { column, Panel, PanelInput, PanelRow, usePlace } from './panel.tsx';

const mostRows = 14;
const GAP = 2;

/** The `:` line and what it could mean, best first. */
export function PalettePanel(): ReactElement {
	const { deck, host } = useReach();
	const overlay = useDeck((state) => (state.overlay?.kind === 'palette' ? state.overlay : undefined));
	const { inner, lines } = usePlace();
	const text = overlay?.text ?? '';
	// Also while nothing is typed: enter must find what is shown, and names come meanwhile.
	const select = useCallback(
		(state: DeckState) => paletteMatches({ ...contextOf(deck, host), state }, textOf(state)),
		[deck, host],
	);
	const matches = useDeck(select, sameMatches);
	const at = overlay === undefined ? -1 : selectedMatch(matches, overlay);
	const { offset, count } = windowOf(matches.length, at, Math.min(mostRows, lines - 1), 0);
	const shown = matches.slice(offset, offset + count);
	const labels = Math.min(Math.floor(inner / 2), Math.max(0, ...matches.map(labelWidth)));
	const type = (typed: string): void => {
		// What tab put there is still unseen when more is typed in the same burst.
		deck.store.setState({ overlay: { kind: 'palette', text: typed, burst: overlay?.burst } });
	};
	return (
		<Panel title={`Command or stream${matches.length > count ? `  ${at + 1}/${matches.length}` : ''}`}>
			<PanelInput sign=":" text={text} onChange={type} />
			{shown.length === 0 && (
				<PanelRow line={[{ text: 'No command and no known stream or consumer matches.', tone: 'dim' }]} />
			)}
			{shown.map((match, row) => (
				<PanelRow key={match.id} line={lineOf(match, labels, inner - 2)} selected={offset + row === at} />
			))}
		</Panel>
	);
}

function textOf({ overlay }: DeckState): string {
	return overlay?.kind === 'palette' ? overlay.text : '';
}

function sameMatches(a: readonly Match[], b: readonly Match[]): boolean {
	return (
		a.length === b.length &&
		a.every(({ id, label, hint, disabled, isGuarded }, at) => {
			const other = b[at];
			return (
				id === other?.id &&
				label === other.label &&
				hint === other.hint &&
				disabled === other.disabled &&
				isGuarded === other.isGuarded
			);
		})
	);
}

/** What has no name of its own is called by what it does, and needs no second column. */
function labelWidth({ label, hint }: Match): number {
	return hint === '' ? 0 : width(sanitise(label));
}

/** The name, what it does, its keys at the end; for what cannot run now the reason, in place of what it does. */
function lineOf({ label, hint, keys, disabled }: Match, labels: number, columns: number): Line {
	const said = sanitise(disabled ?? hint);
	const name = hint === '' ? sanitise(label) : column(sanitise(label), labels);
	const between = said === '' ? '' : ' '.repeat(GAP);
	const tone = disabled === undefined ? undefined : 'dim';
	return endsLine(
		{
			left: [
				{ text: name, tone: tone ?? (hint === '' ? 'plain' : 'strong') },
				{ text: between + said, tone: tone ?? 'plain' },
			],
			right: [{ text: keys, tone: tone ?? 'accent' }],
		},
		columns,
	);
}
