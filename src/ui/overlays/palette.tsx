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

/** The `:` line and the commands that match it, best first. */
export function PalettePanel(): ReactElement {
	const { deck, host } = useReach();
	const overlay = useDeck((state) => (state.overlay?.kind === 'palette' ? state.overlay : undefined));
	const { inner, lines } = usePlace();
	const text = overlay?.text ?? '';
	// Also while nothing is typed: enter must choose what is shown, and new names may arrive meanwhile.
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
		// Typing in the same burst as tab has not seen the completion: it is appended to what was typed.
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

/** Commands without a name are listed by their title and need no second column. */
function labelWidth({ label, hint }: Match): number {
	return hint === '' ? 0 : width(sanitise(label));
}

/** The name, the title, and the keys at the end; if the command is not available, the reason instead of the title. */
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
