import { duration } from '../format/duration.ts';
import { toast } from '../store/toast.ts';
import type { Command, CommandContext } from './command.ts';

const steps = [500, 1000, 2000, 5000, 10_000, 30_000, 60_000] as const;

/** How fresh the picture is. */
export const pollingCommands: readonly Command[] = [
	{
		id: 'look.refresh',
		title: 'Refresh now',
		short: 'refresh',
		keys: ['r'],
		scopes: ['everywhere'],
		group: 'look',
		rank: 15,
		aliases: ['refresh', 'reconnect'],
		run: ({ deck, state }) => {
			if (state.link.phase === 'connected') deck.refresh();
			else deck.link().retryNow();
		},
	},
	{
		id: 'look.slower',
		title: 'Poll less often',
		keys: ['+', '='],
		scopes: ['everywhere'],
		group: 'look',
		run: (context) =>
			setInterval(
				context,
				steps.find((step) => step > context.state.intervalMs),
			),
	},
	{
		id: 'look.faster',
		title: 'Poll more often',
		keys: ['-'],
		scopes: ['everywhere'],
		group: 'look',
		run: (context) =>
			setInterval(
				context,
				steps.findLast((step) => step < context.state.intervalMs),
			),
	},
	{
		id: 'look.interval',
		title: 'Set the polling interval',
		more: 'such as 5s',
		keys: [],
		scopes: ['everywhere'],
		group: 'look',
		aliases: ['interval'],
		argument: 'SECONDS',
		run: (context, argument = '') => {
			const seconds = Number(argument.replace(/s$/, ''));
			if (seconds >= 0.5 && seconds <= 60) setInterval(context, seconds * 1000);
			else toast(context.deck.store, 'bad', 'The interval must be from 0.5 to 60 seconds, such as :interval 5s.');
		},
	},
];

function setInterval({ deck }: CommandContext, ms: number | undefined): void {
	if (ms !== undefined) deck.setInterval(ms);
	toast(deck.store, 'info', `Polling every ${duration(deck.store.getState().intervalMs * 1e6)}.`);
}
