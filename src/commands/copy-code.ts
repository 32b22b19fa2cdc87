import { waitFor } from '../changes/propose.ts';
import { exportText } from '../jetstream/export/formats.ts';
import { inSentences } from '../jetstream/problem.ts';
import { readStreamForExport } from '../store/export-account.ts';
import { closeOverlay } from '../store/nav.ts';
import type { Choice, Picks } from '../store/overlay.ts';
import { toast } from '../store/toast.ts';
import { type CodeFormat, codeFormats } from '../views/code-lines.ts';
import type { Selection } from '../views/places/row.ts';
import type { CommandContext } from './command.ts';
import { copyText } from './copying.ts';

declare module '../store/overlay.ts' {
	interface Picks {
		/** A stream with its consumers, or one of these, which is read when it is picked. */
		'copy-code': { readonly format: CodeFormat; readonly stream: string; readonly consumer?: string };
	}
}

const labels: Readonly<Record<CodeFormat, string>> = { terraform: 'Terraform', nack: 'NACK' };

export function codeOffers({ stream, consumer }: Selection): readonly Choice[] {
	if (stream === undefined) return [];
	return codeFormats.map((format) => ({
		id: format,
		label: labels[format],
		detail: consumer === undefined ? 'with its consumers' : '',
		pick: { kind: 'copy-code', format, stream, ...(consumer !== undefined && { consumer }) },
	}));
}

export async function copyCode(
	context: CommandContext,
	{ format, stream, consumer }: Picks['copy-code'],
): Promise<void> {
	const { deck } = context;
	deck.store.setState(closeOverlay());
	const read = await waitFor(deck.store, `Read ${consumer ?? stream}`, (signal) =>
		readStreamForExport(deck.api(), { stream, consumer }, signal),
	);
	if (read === undefined) return;
	if (!read.ok) return toast(deck.store, 'bad', inSentences(read.problem));
	const text = exportText(format, read.value, deck.store.getState().features, consumer !== undefined);
	copyText(context, { label: labels[format], text, instead: `:export writes files.` });
}
