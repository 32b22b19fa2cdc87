import type { ComponentType, ReactElement } from 'react';
import type { Overlay } from '../../store/overlay.ts';
import { useDeck } from '../use-deck.ts';
import { ChoiceListPanel } from './choice.tsx';
import { ConfirmDialog } from './confirm.tsx';
import { FaultPanel } from './fault.tsx';
import { Help } from './help.tsx';
import { PalettePanel } from './palette.tsx';
import { PromptLine } from './prompt.tsx';
import { Wait } from './wait.tsx';

/** The overlays drawn in place of the crumbs are not in this table. */
const panels: Readonly<Record<Exclude<Overlay['kind'], 'filter' | 'find'>, ComponentType>> = {
	palette: PalettePanel,
	help: Help,
	choice: ChoiceListPanel,
	prompt: PromptLine,
	wait: Wait,
	confirm: ConfirmDialog,
	fault: FaultPanel,
};

/** The overlay over the screen. */
export function Over(): ReactElement | null {
	const kind = useDeck(({ overlay }) => overlay?.kind);
	if (kind === undefined || kind === 'filter' || kind === 'find') return null;
	const Shown = panels[kind];
	return <Shown />;
}
