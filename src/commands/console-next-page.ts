import { parseLine } from '../console/line.ts';
import { prepare } from '../console/prepare.ts';
import type { Exchange } from '../console/state.ts';
import { isRecord } from '../format/is.ts';
import { parseJson, stringifyJson } from '../format/json.ts';
import { nextOffset } from '../jetstream/reply-content.ts';
import type { DeckState } from '../store/state.ts';
import { toast } from '../store/toast.ts';
import { goToExchange, selectedReply } from '../views/console/browse.ts';
import type { CommandContext } from './command.ts';

/** The request for the page after the selected one; undefined if there is none. */
export function nextPageOf(state: DeckState): Pick<Exchange, 'subject' | 'payload'> | undefined {
	const selected = selectedReply(state);
	const offset = selected && nextOffset(selected.reply.message);
	if (selected === undefined || offset === undefined) return undefined;
	const { verb, several, subject, payload, effect } = selected.exchange;
	if (verb !== 'request' || several || effect !== 'read') return undefined;
	const given = payload.trim() === '' ? { ok: true as const, value: {} } : parseJson(payload);
	if (!given.ok || !isRecord(given.value)) return undefined;
	return { subject, payload: stringifyJson({ ...given.value, offset }) };
}

/** Goes to the next page, or requests it. The typed line stays. */
export function goToNextPage({ deck, state }: CommandContext): void {
	const next = nextPageOf(state);
	if (next === undefined) return;
	const known = state.console.exchanges.find(
		({ verb, subject, payload, replies }) =>
			verb === 'request' && subject === next.subject && payload === next.payload && replies.length > 0,
	);
	if (known === undefined && !ask(deck, next)) return;
	const now = deck.store.getState();
	const page = known ?? now.console.exchanges.at(-1);
	if (page !== undefined) deck.store.setState(goToExchange(now, page.id));
}

/** What lists only reads: it is sent at once. */
function ask(deck: CommandContext['deck'], { subject, payload }: Pick<Exchange, 'subject' | 'payload'>): boolean {
	const text = `${subject} ${payload}`;
	const parsed = parseLine(text);
	if (parsed.kind !== 'line') return false;
	const prepared = prepare(parsed.line, payload, deck.api(), deck.store.getState().features);
	if ('refusal' in prepared || prepared.verdict.effect !== 'read') {
		toast(deck.store, 'warn', 'refusal' in prepared ? prepared.refusal : `${subject} may change something.`);
		return false;
	}
	deck.console.run(text, prepared, 'read');
	return true;
}
