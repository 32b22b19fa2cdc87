import { closeOverlay, showOverlay } from '../store/nav.ts';
import type { Choice } from '../store/overlay.ts';
import { toast, toastWhile } from '../store/toast.ts';
import { choiceList } from './ask.ts';
import type { CommandContext } from './command.ts';
import type { ContextEntry, FoundContexts } from './host.ts';

declare module '../store/overlay.ts' {
	interface Picks {
		context: { readonly name: string };
		/** What the deck was started with. */
		begun: object;
		demo: object;
	}
}

/**
 * Offers the contexts of the nats CLI, the current address if it is in no context, and the demo. An exact name opens at once; any
 * other text filters the list. The list opens before the contexts are read, and receives what is typed meanwhile.
 */
export function pickContext(context: CommandContext, name: string): Promise<void> {
	return offerContexts(context, name, {
		title: 'Contexts',
		open: openContext,
		choices: (found) => choicesOf(context, found),
	});
}

interface Offered {
	readonly title: string;
	readonly open: (context: CommandContext, name: string) => void;
	readonly choices: (found: FoundContexts) => readonly Choice[];
	/** Which of them are meant. */
	readonly narrow?: (entries: readonly ContextEntry[]) => Promise<Narrowed>;
}

export interface Narrowed {
	readonly entries: readonly ContextEntry[];
	/** What they are. */
	readonly title: string;
	/** The only one that is meant: nobody need choose. */
	readonly certain?: string | undefined;
}

/** Offers the contexts of the nats CLI for a purpose. */
export async function offerContexts(context: CommandContext, name: string, offered: Offered): Promise<void> {
	const { deck, host } = context;
	const { open, narrow } = offered;
	const opened = {
		...choiceList(deck.store.getState(), offered.title, []),
		empty: 'Reading the contexts…',
		text: name,
	};
	deck.store.setState(showOverlay(opened));
	const found = await host.contexts();
	const { entries, title: what, certain = name } = (await narrow?.(found.entries)) ?? { ...offered, ...found };
	const { overlay } = deck.store.getState();
	if (overlay?.kind !== 'choice' || overlay.choices !== opened.choices) return;
	const named = entries.find((entry) => entry.name === certain);
	if (named !== undefined && named.problem === undefined) {
		open(context, certain);
		return;
	}
	const choices = offered.choices({ ...found, entries });
	const begin = choices.find(({ current }) => current === true)?.id;
	const title = found.entries.length === 0 ? `No contexts in ${found.folder}` : `${what} in ${found.folder}`;
	const list = choiceList(deck.store.getState(), title, choices, begin);
	deck.store.setState(showOverlay({ ...list, text: overlay.text, chosen: overlay.text === '' ? begin : undefined }));
}

function choicesOf(context: CommandContext, { entries }: FoundContexts): readonly Choice[] {
	return [
		...contextChoices({ entries }),
		...addressChoices(context, entries),
		{
			id: 'demo',
			label: 'demo',
			detail: 'an embedded server with sample data',
			pick: { kind: 'demo' },
		},
	];
}

/** One choice for each context. */
export const contextChoices = ({ entries }: Pick<FoundContexts, 'entries'>): readonly Choice[] =>
	entries.map(contextChoice);

function contextChoice({ name, detail, current, production, problem }: ContextEntry): Choice {
	return {
		id: `context ${name}`,
		label: name,
		detail,
		current,
		...(production && { note: 'production', tone: 'bad' }),
		...(problem !== undefined && { disabled: problem }),
		pick: { kind: 'context', name },
	};
}

/** The connection in use, and the one the deck was started with, if no context of the list matches it. */
function addressChoices({ deck, host }: CommandContext, entries: readonly ContextEntry[]): readonly Choice[] {
	const { label, context } = deck.store.getState().target;
	const { begun } = host;
	const inUse: Choice = {
		id: 'in use',
		label,
		detail: context === undefined ? 'the address in use, without a context' : 'in use, from another folder',
		current: true,
		pick: { kind: 'close' },
	};
	const atBegin: Choice = {
		id: 'begun',
		label: begun.label,
		detail: 'the connection that jetdeck was started with',
		pick: { kind: 'begun' },
	};
	const isListed = entries.some(({ current }) => current);
	const isBegun = begun.label === label || entries.some(({ name }) => name === begun.label);
	return [...(isListed ? [] : [inUse]), ...(isBegun ? [] : [atBegin])];
}

export function openContext(context: CommandContext, name: string): void {
	context.deck.store.setState(closeOverlay());
	void report(context, `Opening context ${name}…`, () => context.host.openContext(name));
}

export function openBegun({ deck, host }: CommandContext): void {
	deck.store.setState(closeOverlay());
	host.begun.open();
}

export function openDemo(context: CommandContext): void {
	context.deck.store.setState(closeOverlay());
	void report(context, 'Starting the demo server…', context.host.openDemo);
}

/** Shows what is running until it ends, and then why it failed. */
export async function report(
	{ deck }: CommandContext,
	doing: string,
	work: (say: (text: string) => void) => Promise<string | undefined>,
): Promise<void> {
	const problem = await toastWhile(deck.store, doing, work);
	if (problem !== undefined) toast(deck.store, 'bad', problem);
}
