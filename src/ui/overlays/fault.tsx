import type { ReactElement } from 'react';
import { sanitise } from '../../format/sanitise.ts';
import { wrapText } from '../../format/width.ts';
import { useDeck } from '../use-deck.ts';
import { Panel, PanelRow, usePlace } from './panel.tsx';

/** What stands in place of a dialog that cannot be drawn: nothing in it may be agreed to unseen. */
export function FaultPanel(): ReactElement | null {
	const message = useDeck(({ overlay }) => (overlay?.kind === 'fault' ? overlay.message : undefined));
	const { inner } = usePlace();
	if (message === undefined) return null;
	const lines = [
		...wrapText(sanitise(message, 500), inner - 2),
		'Nothing was sent by it. A change that is under way goes on; J shows it.',
	].flatMap((text) => wrapText(text, inner - 2));
	return (
		<Panel title="This dialog cannot be drawn, by a fault of jetdeck">
			{lines.map((text, at) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen has no identity but its place
				<PanelRow key={at} line={[{ text, tone: 'plain' }]} />
			))}
		</Panel>
	);
}
