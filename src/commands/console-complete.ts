import { completionsOf } from '../console/complete.ts';
import { type ConsoleChange, insert, takeOffers, withConsole } from '../console/edit.ts';
import { learnNames } from '../console/learn-names.ts';
import { parseLine } from '../console/line.ts';
import type { Line } from '../console/parsed-line.ts';
import { payloadTemplate, previewTemplate, readNamed } from '../console/payload-template.ts';
import { type Offers, textOf } from '../console/state.ts';
import type { DeckState } from '../store/state.ts';
import type { CommandContext } from './command.ts';
import { say } from './console-payload.ts';
import type { Deck } from './deck-handle.ts';

/** Completes the word at the cursor: a part of the subject, a key, or after a complete subject its payload. */
export async function complete({ deck, state }: CommandContext): Promise<void> {
	const { typed, offers } = state.console;
	if (offers !== undefined) {
		deck.store.setState((now) => withConsole(now, takeOffers(undefined)));
		return;
	}
	const text = textOf(typed);
	const parsed = /\s$/.test(typed.before) && typed.after.trim() === '' ? parseLine(text) : undefined;
	if (parsed?.kind === 'line' && parsed.line.payload === undefined && parsed.line.verb === 'request') {
		await completePayload(deck, text, parsed.line);
		return;
	}
	const found = await completionsWithNames(deck, text, typed.before);
	if (textOf(deck.store.getState().console.typed) !== text) return;
	if (found === undefined) say(deck, { message: 'There is no completion here.' });
	else deck.store.setState((now) => withConsole(now, takeOffers(found)));
}

/** Completions that were offered before a key are offered on while the key changes the word that they complete. */
export function offerOn(deck: Deck, before: DeckState): ConsoleChange {
	return (console) => {
		const { offers } = before.console;
		const text = textOf(console.typed);
		if (offers === undefined || text === textOf(before.console.typed)) return console;
		const found = completionsOf({ ...before, console }, deck.api().prefix, text, console.typed.before.length);
		return found?.from === offers.from ? { ...console, offers: found } : console;
	};
}

/** Requests names that are not known yet. */
async function completionsWithNames(deck: Deck, text: string, before: string): Promise<Offers | undefined> {
	const offers = (): Offers | undefined => completionsOf(deck.store.getState(), deck.api().prefix, text, before.length);
	return offers() ?? ((await learnNames(deck.store, deck.api(), before)) ? offers() : undefined);
}

/** The payload that a request takes, filled from what the line names. */
async function completePayload(deck: Deck, text: string, { subject }: Line): Promise<void> {
	const api = deck.api();
	const { match, preview } = api.raw.verdict(subject);
	if (match === undefined) return say(deck, { message: 'jetdeck does not know the payload of this subject.' });
	const today = payloadTemplate(match, await readNamed(api, match), Date.now());
	const template = preview && today !== undefined ? previewTemplate(match, today) : today;
	if (template === undefined) return say(deck, { message: `${match.endpoint.title} needs no payload.` });
	if (textOf(deck.store.getState().console.typed) !== text) return;
	deck.store.setState((state) => withConsole(state, insert(template)));
}
