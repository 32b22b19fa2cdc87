import fuzzysort, { type SnapshotKey } from 'fuzzysort';
import { closeOverlay } from '../store/nav.ts';
import type { Choice, ChoiceList } from '../store/overlay.ts';
import type { DeckState } from '../store/state.ts';
import { toast } from '../store/toast.ts';
import type { Command, CommandContext } from './command.ts';
import { threshold } from './known-names.ts';
import { arrows, stepTo } from './picker-keys.ts';
import { carryOut } from './picks.ts';

/** What the keys do while one of a list is picked. Text filters the list. */
export const choiceCommands: readonly Command[] = [
	{
		id: 'choice.pick',
		title: 'Choose',
		short: 'choose',
		keys: ['enter'],
		scopes: ['choice'],
		group: 'deck',
		rank: 2,
		run: pick,
	},
	{
		id: 'choice.close',
		title: 'Close',
		short: 'close',
		keys: ['esc'],
		scopes: ['choice'],
		group: 'deck',
		rank: 0,
		run: ({ deck }) => deck.store.setState(closeOverlay()),
	},
	...arrows('choice', moved),
];

/** The choices that match what was typed, the closest first; in their own order while nothing is typed. */
export function matchingChoices({ choices, text }: ChoiceList): readonly Choice[] {
	const typed = text.trim();
	if (typed === '') return choices;
	const begun = typed.toLowerCase();
	const scores = new Map(fuzzysort.go(typed, snapshotOf(choices), { threshold }).map(({ obj, score }) => [obj, score]));
	// Of equal ones fuzzysort keeps no order, and a sort does.
	return choices
		.flatMap((choice) => {
			const rank = rankOf(choice, typed, begun, scores.has(choice));
			return rank === undefined ? [] : [{ choice, rank, score: scores.get(choice) ?? 0 }];
		})
		.toSorted((a, b) => a.rank - b.rank || b.score - a.score)
		.map(({ choice }) => choice);
}

/**
 * A label that was typed whole is what was meant, whatever else is like it. Letters apart are looked for in labels alone.
 * @returns undefined for what does not match
 */
function rankOf({ label, detail }: Choice, typed: string, begun: string, isLike: boolean): number | undefined {
	if (label === typed) return 0;
	const name = nameOf(label);
	if (name === begun) return 1;
	if (name.startsWith(begun)) return 2;
	if (isLike) return 3;
	return detail.toLowerCase().includes(begun) ? 4 : undefined;
}

const snapshots = new WeakMap<readonly Choice[], SnapshotKey<Choice>>();

/** Prepared for searching once: each key searches all of them. */
function snapshotOf(choices: readonly Choice[]): SnapshotKey<Choice> {
	const known = snapshots.get(choices) ?? fuzzysort.snapshot(choices, { key: 'label' });
	snapshots.set(choices, known);
	return known;
}

/** Place of the row under the cursor; -1 where nothing matches. */
export function selectedChoice(matching: readonly Choice[], { chosen }: ChoiceList): number {
	if (matching.length === 0) return -1;
	return Math.max(
		0,
		matching.findIndex(({ id }) => id === chosen),
	);
}

/** Changes the text of a list's line; the cursor goes to the best match. */
export function typeInChoices({ overlay, burst }: DeckState, text: string): Pick<DeckState, 'overlay'> {
	if (overlay?.kind !== 'choice') return { overlay };
	return { overlay: { ...overlay, text, chosen: text === '' ? overlay.begin : undefined, burst } };
}

function pick(context: CommandContext): void {
	const { deck, state } = context;
	const { overlay } = state;
	if (overlay?.kind !== 'choice') return;
	const matching = matchingChoices(overlay);
	const choice = matching[selectedChoice(matching, overlay)];
	if (choice === undefined) return;
	// Typed ahead, only its whole name says which one is meant.
	if (overlay.burst === state.burst && !isSame(choice.label, overlay.text.trim()))
		toast(deck.store, 'warn', `“${choice.label}” was not on the screen yet: press enter again.`);
	else if (choice.disabled !== undefined) toast(deck.store, 'warn', choice.disabled);
	else carryOut(context, choice.pick);
}

function moved({ state }: CommandContext, step: number): ChoiceList | undefined {
	const { overlay, burst } = state;
	if (overlay?.kind !== 'choice') return undefined;
	const matching = matchingChoices(overlay);
	const chosen = matching[stepTo(matching.length, selectedChoice(matching, overlay), step)];
	return { ...overlay, chosen: chosen?.id, burst };
}

function isSame(label: string, typed: string): boolean {
	return nameOf(label) === typed.toLowerCase();
}

/** `:seal` is found by `seal`. */
function nameOf(label: string): string {
	return label.toLowerCase().replace(/^:/, '');
}
