import { bytes } from '../format/bytes.ts';
import { closeOverlay, showOverlay } from '../store/nav.ts';
import type { Choice } from '../store/overlay.ts';
import { toast } from '../store/toast.ts';
import type { CommandContext } from './command.ts';

/** Something that can be copied, under its label; left out where there is no text. */
export type Copyable = readonly [label: string, text: string | undefined];

/** Offers texts for the clipboard. */
export function offerCopies(context: CommandContext, offers: readonly Copyable[]): void {
	const choices = offers.flatMap(([label, text]) => (text === undefined ? [] : [offer(context, label, text)]));
	context.deck.store.setState(showOverlay({ kind: 'choice', title: 'Copy', choices, index: 0 }));
}

function offer({ deck, host }: CommandContext, label: string, text: string): Choice {
	const detail = text.length > 60 || text.includes('\n') ? bytes(Buffer.byteLength(text)) : text;
	return {
		id: label,
		label,
		detail,
		pick: () => {
			deck.store.setState(closeOverlay());
			const problem = host.copy(text);
			toast(deck.store, problem === undefined ? 'good' : 'bad', problem ?? `Copied: ${label}, ${detail}.`);
		},
	};
}
