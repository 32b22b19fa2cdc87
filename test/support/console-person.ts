import { commands } from '../../src/commands/all.ts';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { contextOf } from '../../src/commands/dispatch.ts';
import { writeLine } from '../../src/console/edit.ts';
import type { Exchange } from '../../src/console/state.ts';
import { stillHost } from './draw.tsx';
import { until } from './until.ts';

const send = commands.find(({ id }) => id === 'console.send');

/** Types a line into the console of a deck without a screen, and presses enter. */
export function enterLine(deck: Deck, text: string): void {
	deck.store.setState(({ console: { fault: _, ...console } }) => ({ console: writeLine(text)(console) }));
	send?.run(contextOf(deck, stillHost().host));
}

/** The latest line of the transcript, once it is as wanted. */
export function exchangeOf(deck: Deck, what: string, is: (exchange: Exchange) => boolean): Promise<Exchange> {
	const latest = () => deck.store.getState().console.exchanges.at(-1);
	return until(
		() => {
			const exchange = latest();
			return exchange !== undefined && is(exchange) && exchange;
		},
		{ what, seen: () => JSON.stringify({ ...latest(), replies: latest()?.replies.length }) },
	);
}

/** Does by its id what a key would do. */
export function runCommand(deck: Deck, id: string): void {
	commands.find((command) => command.id === id)?.run(contextOf(deck, stillHost().host));
}

/** Sends a line that is not asked about, and waits until nothing more comes of it. */
export async function sendLine(deck: Deck, text: string): Promise<Exchange> {
	const before = deck.store.getState().console.exchanges.at(-1)?.id;
	enterLine(deck, text);
	return exchangeOf(deck, `an end of ${text}`, ({ id, phase }) => id !== before && phase === 'over');
}

/** Waits until a line was told off. */
export function faultOf(deck: Deck): Promise<string> {
	return until(() => deck.store.getState().console.fault?.message, { what: 'a fault' });
}
