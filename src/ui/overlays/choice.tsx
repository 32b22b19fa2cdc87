import type { ReactElement } from 'react';
import { matchingChoices, selectedChoice, typeInChoices } from '../../commands/choice.ts';
import { count as decimal } from '../../format/integer.ts';
import type { Line } from '../../format/line.ts';
import { sanitise } from '../../format/sanitise.ts';
import { width } from '../../format/width.ts';
import { windowOf } from '../../store/list.ts';
import type { Choice } from '../../store/overlay.ts';
import { useDeck, useReach } from '../use-deck.ts';
import { column, Panel, PanelInput, PanelRow, usePlace } from './panel.tsx';

/** Most rows measured for the width of the label column; the visible rows are measured too. */
const mostMeasured = 500;

/** A list to choose from, such as the contexts of the nats CLI. Typing filters it. */
export function ChoiceListPanel(): ReactElement | null {
	const { deck } = useReach();
	const overlay = useDeck((state) => (state.overlay?.kind === 'choice' ? state.overlay : undefined));
	const { lines } = usePlace();
	if (overlay === undefined) return null;
	const matching = matchingChoices(overlay);
	const { offset, count, selected } = windowOf(matching.length, selectedChoice(matching, overlay), lines - 1, 0);
	const shown = matching.slice(offset, offset + count);
	const measured = [...overlay.choices.slice(0, mostMeasured), ...shown];
	const labels = Math.max(0, ...measured.map((each) => width(sanitise(labelOf(each)))));
	const place = matching.length > count ? `  ${decimal(selected + 1)}/${decimal(matching.length)}` : '';
	return (
		<Panel title={sanitise(overlay.title) + place}>
			<PanelInput
				sign="/"
				text={overlay.text}
				empty="type to filter"
				onChange={(text) => deck.store.setState((state) => typeInChoices(state, text))}
			/>
			{matching.length === 0 && <PanelRow line={[{ text: overlay.empty ?? 'Nothing matches.', tone: 'dim' }]} />}
			{shown.map((choice, at) => (
				<PanelRow key={choice.id} line={lineOf(choice, labels)} selected={offset + at === selected} />
			))}
		</Panel>
	);
}

function lineOf(choice: Choice, labels: number): Line {
	const { detail, disabled, tone = 'strong' } = choice;
	return [
		{ text: `${column(sanitise(labelOf(choice)), labels)}  `, tone: disabled === undefined ? tone : 'dim' },
		{ text: sanitise(disabled ?? detail), tone: 'dim' },
	];
}

function labelOf({ label, note, current }: Choice): string {
	const notes = [note, current === true ? 'current' : undefined].filter((each) => each !== undefined);
	return notes.length === 0 ? label : `${label} (${notes.join(', ')})`;
}
