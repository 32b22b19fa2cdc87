import { Text } from 'ink';
import SelectInput, { type ItemProps } from 'ink-select-input';
import type { ReactElement } from 'react';
import type { Confirm } from '../../changes/confirm.ts';
import { agree } from '../../commands/confirm.ts';
import { plural } from '../../format/integer.ts';
import type { Line } from '../../format/line.ts';
import { sanitise } from '../../format/sanitise.ts';
import type { DeckState } from '../../store/state.ts';
import { type ConfirmView, confirmView } from '../../views/confirm-view.ts';
import { sameLines } from '../parts/line.tsx';
import { LineInput } from '../parts/line-input.tsx';
import { type Reach, useDeck, useReach } from '../use-deck.ts';
import { Panel, PanelRow, PanelSides } from './panel.tsx';

/**
 * Asks for confirmation, lists all consequences, then shows the result. The focus never starts on Yes, and a loss must be
 * confirmed by typing a name.
 */
export function ConfirmDialog(): ReactElement | null {
	const view = useDeck(confirmView, sameView);
	const production = useDeck(isProduction);
	if (view === undefined) return null;
	const { overlay, run, lines: all, offset, room, columns } = view;
	return (
		<Panel title={`${production ? 'PRODUCTION: ' : ''}${sanitise(overlay.proposal.title)}`}>
			{all.slice(offset, offset + room).map((line, at) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a line of a text has no identity but its place
				<PanelRow key={at} line={line} />
			))}
			<PanelRow line={ruleLine(all.length - room - offset, offset, columns)} />
			{run === undefined ? <Question {...view} /> : <Told lines={view.told} />}
		</Panel>
	);
}

/** Of the connection that it is sent over, which may not be that of the header. */
function isProduction({ overlay, target }: DeckState): boolean {
	const over = overlay?.kind === 'confirm' ? overlay.proposal.over : undefined;
	return (over ?? target).context?.production === true;
}

/** Shows each second how long the run has taken. */
function sameView(a: ConfirmView | undefined, b: ConfirmView | undefined): boolean {
	if (a === undefined || b === undefined) return a === b;
	return (
		a.overlay === b.overlay &&
		a.lines === b.lines &&
		a.offset === b.offset &&
		a.room === b.room &&
		a.run === b.run &&
		sameLines(a.told, b.told)
	);
}

/** The line between the text and the question; it says how many lines are out of view. */
function ruleLine(below: number, above: number, columns: number): Line {
	const more = [
		...(above > 0 ? [`${plural(above, 'line')} above`] : []),
		...(below > 0 ? [`${plural(below, 'more line')}: page down`] : []),
	];
	const text = more.length === 0 ? '' : ` ${more.join(', ')} `;
	return [{ text: `${'─'.repeat(Math.max(0, columns - text.length - 2))}${text}──`, tone: 'dim' }];
}

function Told({ lines }: { readonly lines: readonly Line[] }): ReactElement {
	return (
		<>
			{lines.map((line, at) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a line of a text has no identity but its place
				<PanelRow key={at} line={line} />
			))}
		</>
	);
}

function Question({ overlay, columns, asked }: ConfirmView): ReactElement {
	const reach = useReach();
	const { proposal, text } = overlay;
	if (proposal.typed === undefined) {
		const { yes = false } = overlay;
		return (
			<SelectInput
				// The cursor is part of the state, where commands can see it: the library draws it but receives no keys.
				key={String(yes)}
				isFocused={false}
				initialIndex={yes ? 1 : 0}
				items={[
					{ label: 'No', value: 'no' },
					{ label: `Yes: ${lower(sanitise(proposal.title))}`, value: 'yes' },
				]}
				indicatorComponent={NoIndicator}
				itemComponent={Answer}
			/>
		);
	}
	const change = (typed: string): void => {
		const { error: _, ...rest } = overlay;
		reach.deck.store.setState({ overlay: { ...rest, text: typed } });
	};
	return (
		<>
			{asked.map((line, at) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a line of a text has no identity but its place
				<PanelRow key={at} line={line} />
			))}
			<PanelSides>
				<Text bold>{'> '}</Text>
				<LineInput
					text={text}
					columns={columns}
					onChange={change}
					onSubmit={(typed) => submit(reach, overlay, typed)}
				/>
			</PanelSides>
		</>
	);
}

function Answer({ label, isSelected = false }: ItemProps): ReactElement {
	return <PanelRow line={[{ text: label, tone: isSelected ? 'strong' : 'plain' }]} selected={isSelected} />;
}

/** A row of a panel draws its own cursor. */
function NoIndicator(): null {
	return null;
}

/** Reads the typed text from the store: several keys may come before a frame. */
function submit(reach: Reach, overlay: Confirm, typed: string): void {
	const { typed: name = '' } = overlay.proposal;
	if (typed === name) {
		agree(reach.deck, overlay);
		return;
	}
	const error =
		typed === ''
			? `Type ${name} to confirm, or press esc.`
			: `“${typed}” is not “${name}”: nothing was sent. Type the name exactly, or press esc.`;
	reach.deck.store.setState({ overlay: { ...overlay, text: typed, error } });
}

function lower(title: string): string {
	return title.charAt(0).toLowerCase() + title.slice(1);
}
