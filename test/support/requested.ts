import { PassThrough } from 'node:stream';
import { printRequest } from '../../src/cli/print-request.ts';
import { createDeck } from '../../src/create-deck.ts';
import { settingsFor } from './decks.ts';

/** What `jetdeck request` does, with all that it says. */
export async function requested(
	url: string,
	subject: string,
	payload?: string,
	asPreview = false,
	headers: readonly string[] = [],
	yes = true,
) {
	const said: string[] = [];
	const out = new PassThrough();
	const choices = {
		subject,
		...(payload !== undefined && { payload }),
		headers,
		raw: false,
		yes,
		journal: false,
		asPreview,
		readOnly: false,
	};
	const code = await printRequest(await settingsFor({ server: url }), choices, {
		createDeck,
		input: new PassThrough(),
		out: out as unknown as NodeJS.WriteStream,
		complain: (text) => said.push(text),
		signal: new AbortController().signal,
	});
	return { code, out: String(out.read() ?? ''), said: said.join('\n') };
}
