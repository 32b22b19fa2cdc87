import type { ReactElement } from 'react';
import { sanitise } from '../../format/sanitise.ts';
import { useDeck } from '../use-deck.ts';
import { Panel, PanelRow } from './panel.tsx';

/** Shows what is being looked up, such as before a proposal can be made. */
export function Wait(): ReactElement | null {
	const overlay = useDeck((state) => (state.overlay?.kind === 'wait' ? state.overlay : undefined));
	if (overlay === undefined) return null;
	return (
		<Panel title={sanitise(overlay.title)}>
			<PanelRow line={[{ text: `${sanitise(overlay.doing)}…  esc cancels.`, tone: 'dim' }]} />
		</Panel>
	);
}
