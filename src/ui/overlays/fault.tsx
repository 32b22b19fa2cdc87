import type { ReactElement } from 'react';
import { sanitise } from '../../format/sanitise.ts';
import { wrapText } from '../../format/width.ts';
import { useDeck } from '../use-deck.ts';
import { Panel, PanelRow, usePlace } from './panel.tsx';

/** Replaces a dialog that cannot be drawn: nobody may confirm what was not shown. */
export function FaultPanel(): ReactElement | null {
	const message = useDeck(({ overlay }) => (overlay?.kind === 'fault' ? overlay.message : undefined));
	const { inner } = usePlace();
	if (message === undefined) return null;
	const lines = [
		...wrapText(sanitise(message, 500), inner - 2),
		'Nothing was sent. A change under way continues; press J to see it.',
	].flatMap((text) => wrapText(text, inner - 2));
	return (
		<Panel title="A bug of jetdeck broke this dialog">
			{lines.map((text, at) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen has no identity but its place
				<PanelRow key={at} line={[{ text, tone: 'plain' }]} />
			))}
		</Panel>
	);
}
