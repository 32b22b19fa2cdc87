import { afterEach } from 'vitest';
import type { Deck, DeckOptions } from '../../src/commands/deck-handle.ts';
import { createDeck } from '../../src/create-deck.ts';
import { stringifyJson } from '../../src/format/json.ts';
import type { Link } from '../../src/nats/link.ts';
import { type ConnectionOptions, resolveSettings } from '../../src/nats/settings.ts';
import type { Settings } from '../../src/nats/settings-types.ts';
import type { DeckState } from '../../src/store/state.ts';
import { until } from './until.ts';

const open: Deck[] = [];

afterEach(async () => {
	await Promise.all(open.splice(0).map((deck) => deck.close()));
});

/** Settings as of the command line, with nothing in the environment. */
export async function settingsFor(options: ConnectionOptions): Promise<Settings> {
	const resolved = await resolveSettings({ timeout: 2000, ...options }, { HOME: '/nonexistent' });
	if (!resolved.ok) throw new Error(resolved.problem.message);
	return resolved.settings;
}

/** A deck without a screen, 44 rows high, that polls each half second. Closed after the test. */
export async function openTestDeck(
	options: ConnectionOptions,
	more: Partial<Omit<DeckOptions, 'settings'>> = {},
): Promise<Deck> {
	const settings = await settingsFor(options);
	const size = { columns: 120, rows: 44 };
	const deck = createDeck({ settings, readOnly: false, intervalMs: 500, size, ...more });
	open.push(deck);
	return deck;
}

/** Waits until `look` finds something in the deck's state. */
export function seen<T>(
	deck: Deck,
	what: string,
	look: (state: DeckState) => T | undefined | false,
	within = 30_000,
): Promise<T> {
	return until(() => look(deck.store.getState()), {
		what,
		within,
		seen: () => {
			const { link, account, streamNames, streams, denied, lastTick, sweep, toasts } = deck.store.getState();
			const summary = { link: link.phase, account, streamNames, denied: [...denied.keys()], lastTick, sweep, toasts };
			return `${stringifyJson(summary).slice(0, 2000)}, ${streams.entries.size} streams known`;
		},
	});
}

/** Waits until this many more polls are over. */
export async function ticks(deck: Deck, count: number): Promise<void> {
	let at = deck.store.getState().lastTick?.at;
	for (let left = count; left > 0; left -= 1) {
		at = await seen(deck, 'a poll', ({ lastTick }) => lastTick !== undefined && lastTick.at !== at && lastTick.at);
	}
}

/**
 * Every request for the JetStream API that the server sees from now on, as subjects without `$JS.API.`. What has to be done
 * before the next request is `onRequest`'s: whoever looks at the array may look too late.
 */
export async function watchRequests(link: Link, onRequest?: (subject: string) => void): Promise<string[]> {
	const subjects: string[] = [];
	link.subscribe('$JS.API.>', (message) => {
		const subject = message.subject.slice('$JS.API.'.length);
		subjects.push(subject);
		onRequest?.(subject);
	});
	// The server has taken the subscription once it answers.
	await link.roundTrip();
	return subjects;
}
