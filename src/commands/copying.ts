import { bytes } from '../format/bytes.ts';
import { closeOverlay, showOverlay } from '../store/nav.ts';
import type { Choice, Picks } from '../store/overlay.ts';
import { toast } from '../store/toast.ts';
import { choiceList } from './ask.ts';
import type { CommandContext } from './command.ts';

declare module '../store/overlay.ts' {
	interface Picks {
		copy: { readonly label: string; readonly text: string; readonly detail: string };
	}
}

/** Something to copy, with its label; left out without a text. */
export type Copyable = readonly [label: string, text: string | undefined];

/** Offers texts for the clipboard. Where they are offered, `w` saves them. */
export function offerCopies(context: CommandContext, offers: readonly Copyable[], more: readonly Choice[] = []): void {
	const ready = offers.flatMap(([label, text]) => (text === undefined ? [] : [offer(label, text)]));
	const choices = [...ready, ...more];
	context.deck.store.setState((state) => showOverlay(choiceList(state, 'Copy', choices)));
}

function offer(label: string, text: string): Choice {
	const detail = text.length > 60 || text.includes('\n') ? bytes(Buffer.byteLength(text)) : text;
	return { id: label, label, detail, pick: { kind: 'copy', label, text, detail } };
}

export function copyPicked(context: CommandContext, { label, text, detail }: Picks['copy']): void {
	context.deck.store.setState(closeOverlay());
	copyText(context, { label, text, detail, instead: 'Press w to save to a file.' });
}

interface Copy {
	readonly label: string;
	readonly text: string;
	/** Said with the label; by default its size. */
	readonly detail?: string;
	/** What to do where it is too long for a clipboard. */
	readonly instead?: string;
}

/** Copies a text and reports where it is: a terminal does not confirm it. */
export function copyText({ deck, host }: CommandContext, { label, text, instead, ...copy }: Copy): void {
	const what = `${label}, ${copy.detail ?? bytes(Buffer.byteLength(text))}`;
	void host.copy(text).then((copied) => {
		if (!copied.ok) return toast(deck.store, 'bad', sentences(copied.message, instead));
		if (copied.where === 'tmux') return toast(deck.store, 'good', sentences(`Copied to tmux: ${what}.`, copied.note));
		toast(deck.store, 'info', sentences(`Sent to the terminal's clipboard: ${what}.`, copied.note));
	});
}

const sentences = (...texts: readonly (string | undefined)[]): string =>
	texts.filter((text) => text !== undefined).join(' ');
