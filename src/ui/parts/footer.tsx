import { useIsScreenReaderEnabled } from 'ink';
import { type ReactElement, useCallback } from 'react';
import { commandFor, contextOf } from '../../commands/dispatch.ts';
import { type FooterHint, footerHints } from '../../commands/footer.ts';
import { scopesOf } from '../../commands/scopes.ts';
import type { Line } from '../../format/line.ts';
import type { DeckState } from '../../store/state.ts';
import { layoutOf } from '../../views/layout.ts';
import { isLine } from '../../views/overlay-line.ts';
import { lineWidth } from '../../views/spans.ts';
import { type Reach, useDeck, useReach } from '../use-deck.ts';
import { endsLine } from './ends.ts';
import { LineOfText, LinesOfText, sameLines } from './line.tsx';
import { positionLine } from './position.ts';

/** The keys that work here, and the position in the list or text. */
export function Footer(): ReactElement {
	const { deck, host } = useReach();
	const reader = useIsScreenReaderEnabled();
	const select = useCallback((state: DeckState) => linesFor(state, { deck, host }), [deck, host]);
	const lines = useDeck(select, sameLines);
	const told = useDeck((state) => (reader ? spokenFooter(state, { deck, host }) : ''));
	if (reader) return <LineOfText line={[{ text: told, tone: 'plain' }]} />;
	return <LinesOfText lines={lines} />;
}

const spokenKeys = 'Press ? for the keys that work here.';
/** While text is typed, the help key is text too. */
const spokenTyping = 'Enter sends, tab completes, up and down recall lines; with an empty line, ? lists the keys.';

/** Shown where ? does not open the help. */
function spokenFooter(state: DeckState, reach: Pick<Reach, 'deck' | 'host'>): string {
	if (scopesOf(state).includes('console-line')) return spokenTyping;
	if (commandFor(state, '?')?.id === 'deck.help') return spokenKeys;
	return hintsFor(state, reach)
		.map(({ key, short }) => `${key} ${short}`)
		.join(', ');
}

function hintsFor(state: DeckState, { deck, host }: Pick<Reach, 'deck' | 'host'>): readonly FooterHint[] {
	return [...ownHints(state), ...footerHints({ ...contextOf(deck, host), state })];
}

function linesFor(state: DeckState, reach: Pick<Reach, 'deck' | 'host'>): readonly Line[] {
	const hints = hintsFor(state, reach);
	const covered = state.overlay !== undefined && !isLine(state.overlay);
	return footerLines(hints, covered ? [] : positionOf(state), state.size.columns, layoutOf(state).footer);
}

/** A screen that cannot be drawn has no position; its keys are still shown. */
function positionOf(state: DeckState): Line {
	try {
		return positionLine(state);
	} catch {
		return [];
	}
}

/** Keys that an overlay's inputs handle themselves, which are no commands; and pairs of keys shown as one hint. */
function ownHints(state: DeckState): readonly FooterHint[] {
	const { overlay } = state;
	const [scope] = scopesOf(state);
	if (scope === 'confirm' && overlay?.kind === 'confirm' && overlay.run === undefined)
		return [{ key: '↑↓', short: 'choose' }];
	if (scope === 'confirm-typed') return [{ key: '↵', short: 'confirm' }];
	return scope === 'prompt' ? [{ key: '↵', short: 'done' }] : [];
}

const GAP = 2;

/**
 * Hints on `height` lines, as many as fit, the first ones first. The keys of `:lag` and of the help are always shown, since they
 * lead to all others. `position` is at the right of the last line.
 */
export function footerLines(
	hints: readonly FooterHint[],
	position: Line,
	columns: number,
	height: number,
): readonly Line[] {
	const kept = hints.filter(isKept).toSorted((a, b) => alwaysThere.indexOf(a.key) - alwaysThere.indexOf(b.key));
	const lines: FooterHint[][] = Array.from({ length: height }, () => []);
	let at = 0;
	for (const hint of hints.filter((each) => !isKept(each))) {
		while (at < height && !fits([...(lines[at] ?? []), hint], roomOf(at))) at += 1;
		if (at === height) break;
		lines[at]?.push(hint);
	}
	const last = Math.min(at, height - 1);
	if (kept.length > 0)
		lines[fits([...(lines[last] ?? []), ...kept], roomWithPosition(last)) ? last : height - 1]?.push(...kept);
	return lines.map((line, index) =>
		endsLine({ left: hintsLine(byDigit(line)), right: index === height - 1 ? position : [] }, columns),
	);

	function roomWithPosition(index: number): number {
		return columns - (index === height - 1 && position.length > 0 ? lineWidth(position) + GAP : 0);
	}

	/** The last line keeps room for the hints that are always shown. */
	function roomOf(index: number): number {
		return roomWithPosition(index) - (index === height - 1 && kept.length > 0 ? lineWidth(hintsLine(kept)) + GAP : 0);
	}
}

/** In this order. */
const alwaysThere: readonly string[] = ['5', '?'];

const isKept = ({ key }: FooterHint): boolean => alwaysThere.includes(key);

/** The digits of places in their order, in the places that digits have. */
function byDigit(hints: readonly FooterHint[]): readonly FooterHint[] {
	const isDigit = ({ key }: FooterHint): boolean => /^\d$/.test(key);
	const digits = hints.filter(isDigit).toSorted((a, b) => Number(a.key) - Number(b.key));
	return hints.map((hint) => (isDigit(hint) ? (digits.shift() ?? hint) : hint));
}

const fits = (hints: readonly FooterHint[], room: number): boolean => lineWidth(hintsLine(hints)) <= room;

function hintsLine(hints: readonly FooterHint[]): Line {
	return hints.flatMap((hint, at) => [
		...(at === 0 ? [] : [{ text: ' '.repeat(GAP), tone: 'plain' as const }]),
		...hintLine(hint),
	]);
}

/** A hint of a command that is not available is dim; its key says why. */
function hintLine({ key, short, disabled }: FooterHint): Line {
	if (disabled !== undefined) return [{ text: `${key} ${short}`, tone: 'dim' }];
	return [
		{ text: key, tone: 'accent' },
		{ text: ` ${short}`, tone: 'plain' },
	];
}
