import { withConsole, writeLine } from '../console/edit.ts';
import { requestIn } from '../console/request-in.ts';
import { textOf } from '../console/state.ts';
import { parseJson, stringifyJson } from '../format/json.ts';
import { shellQuoted } from '../format/shell.ts';
import { toast } from '../store/toast.ts';
import type { CommandContext } from './command.ts';
import { payloadOf, say } from './console-payload.ts';

/** Opens the payload of the line as a file of its own, and puts back what was written. */
export async function editPayload(context: CommandContext): Promise<void> {
	const { deck, host, state } = context;
	const text = textOf(state.console.typed);
	const line = requestIn(text);
	if (line === undefined) return say(deck, { message: 'Type a subject first: the editor opens its payload.' });
	const given = await payloadOf(context, line);
	const begun = 'text' in given ? indented(given.text) : '';
	const edited = await host.edit(`${line.subject.replaceAll(/[^\w.-]/g, '_').slice(0, 80)}.json`, begun);
	if (!edited.ok) return toast(deck.store, 'bad', edited.message);
	const payload = edited.text.trim();
	if (payload === begun.trim()) return;
	const head = line.payload === undefined ? text.trimEnd() : text.slice(0, line.payload.at).trimEnd();
	deck.store.setState((now) => withConsole(now, writeLine(payload === '' ? head : `${head} ${asWord(payload)}`)));
}

function indented(text: string): string {
	const parsed = parseJson(text);
	return parsed.ok ? stringifyJson(parsed.value, 2) : text;
}

/** JSON needs no quotes in the console. */
function asWord(payload: string): string {
	return /^[{[]/.test(payload) ? payload : shellQuoted(payload);
}
