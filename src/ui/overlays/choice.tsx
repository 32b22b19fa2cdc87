import SelectInput from 'ink-select-input';
import { createContext, type ReactElement, use, useMemo } from 'react';
import { sanitise } from '../../format/sanitise.ts';
import { width } from '../../format/width.ts';
import type { Choice } from '../../store/overlay.ts';
import type { Line } from '../../store/show/line.ts';
import { toast } from '../../store/toast.ts';
import { useDeck, useReach } from '../use-deck.ts';
import { column, Panel, PanelRow, usePlace } from './panel.tsx';

const ChoicesContext = createContext<readonly Choice[]>([]);

/** A short list to pick one of, such as the contexts of the nats CLI. Takes j, k, arrows, enter, and a row's number. */
export function ChoiceList(): ReactElement | null {
	const { deck } = useReach();
	const overlay = useDeck((state) => (state.overlay?.kind === 'choice' ? state.overlay : undefined));
	const { lines } = usePlace();
	const choices = overlay?.choices;
	const items = useMemo(
		() => (choices ?? []).map(({ id }, at) => ({ key: `${at} ${id}`, label: String(at), value: at })),
		[choices],
	);
	if (overlay === undefined) return null;
	const pick = (at: number): void => {
		const choice = overlay.choices[at];
		if (choice?.disabled !== undefined) toast(deck.store, 'warn', choice.disabled);
		else choice?.pick();
	};
	return (
		<Panel title={overlay.title}>
			<ChoicesContext value={overlay.choices}>
				<SelectInput
					items={items}
					initialIndex={overlay.index}
					limit={lines}
					indicatorComponent={NoIndicator}
					itemComponent={ChoiceRow}
					onSelect={({ value }) => pick(value)}
				/>
			</ChoicesContext>
		</Panel>
	);
}

/** The row shows by itself that it is selected. */
function NoIndicator(): null {
	return null;
}

/** `label` is the place of the choice: ink-select-input hands its rows nothing but texts. */
function ChoiceRow({ label, isSelected = false }: { readonly label: string; readonly isSelected?: boolean }) {
	const choices = use(ChoicesContext);
	const choice = choices[Number(label)];
	const labels = Math.max(0, ...choices.map((each) => width(sanitise(labelOf(each)))));
	return choice === undefined ? null : <PanelRow line={lineOf(choice, labels)} selected={isSelected} />;
}

function lineOf(choice: Choice, labels: number): Line {
	const { detail, disabled, tone = 'strong' } = choice;
	return [
		{ text: `${column(sanitise(labelOf(choice)), labels)}  `, tone: disabled === undefined ? tone : 'dim' },
		{ text: sanitise(disabled ?? detail), tone: 'dim' },
	];
}

function labelOf({ label, current }: Choice): string {
	return current === true ? `${label} (current)` : label;
}
