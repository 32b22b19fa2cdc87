import { beginLine, withConsole } from '../console/edit.ts';
import { hasPreviewView } from '../console/preview-view.ts';
import { giveBackMemory } from '../store/give-back-memory.ts';
import { leavePlace } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import {
	isOnHead,
	leaveReplies,
	moveAmongReplies,
	moveByExchange,
	selectedExchange,
	selectedReply,
	toggleFold,
	togglePreview,
	underWay,
} from '../views/console/browse.ts';
import { shellLineOf } from '../views/console/exchange-lines.ts';
import { consoleLayout } from '../views/console/layout.ts';
import type { Command, CommandContext } from './command.ts';
import { goToNextPage, nextPageOf } from './console-next-page.ts';
import { selectedFile } from './console-reply-file.ts';
import { offerCopies } from './copying.ts';
import { saveAs } from './save-as.ts';

/** What the keys do among the replies of the console. */
export const consoleReplyCommands: readonly Command[] = [
	{
		...reply('console.type', 'Return to the line', ['i', 'tab', 'a'], ({ deck, state }) =>
			deck.store.setState(leaveReplies(state)),
		),
		short: 'type',
		rank: 60,
		group: 'go',
	},
	{
		...reply('console.close', 'Leave the console', ['esc', 'h', 'left'], ({ deck, state }) =>
			deck.store.setState({ ...leaveReplies(state), ...leavePlace(state) }),
		),
		more: 'requests under way continue',
		short: 'back',
		rank: 30,
		group: 'go',
	},
	{
		...reply('console.stop', 'Stop the request', ['x'], ({ deck, state }) => {
			deck.console.stop(underWay(state)?.id);
		}),
		more: 'the one under the cursor, or the latest',
		short: (state) => (underWay(state) === undefined ? '' : 'stop'),
		rank: 57,
		group: 'change',
		disabled: ({ state }) => (underWay(state) === undefined ? 'No request is under way.' : undefined),
	},
	move('console.down', 'Down', ['j', 'down', 'ctrl+n'], () => 1),
	move('console.up', 'Up', ['k', 'up', 'ctrl+p'], () => -1),
	move('console.replies-page-down', 'One page down', ['pagedown', 'ctrl+f'], (height) => height),
	move('console.replies-page-up', 'One page up', ['pageup', 'ctrl+b'], (height) => -height),
	move('console.replies-half-up', 'Half a page up', ['ctrl+u'], (height) => -Math.ceil(height / 2)),
	move('console.first', 'Go to first line', ['g', 'home'], () => -Infinity),
	move('console.last', 'Go to last line', ['G', 'end'], () => Infinity),
	{
		...reply('console.next', 'Go to next request', ['}', 'J'], ({ deck, state }) =>
			deck.store.setState(moveByExchange(state, 1)),
		),
		group: 'move',
	},
	{
		...reply('console.previous', 'Go to previous request', ['{', 'K'], ({ deck, state }) =>
			deck.store.setState(moveByExchange(state, -1)),
		),
		group: 'move',
	},
	{
		...reply('console.fold', 'Fold or unfold', ['enter', 'space', 'l', 'right'], ({ deck, state }) =>
			deck.store.setState(toggleFold(state)),
		),
		short: (state) => (folds(state) ? 'fold' : ''),
		rank: 55,
	},
	{
		...reply('console.preview', 'Switch the reply form', ['p'], ({ deck, state }) =>
			deck.store.setState(togglePreview(state)),
		),
		more: 'raw, or of the technical preview',
		short: (state) => (isInPreview(state) ? 'as the preview' : ''),
		rank: 54,
		disabled: ({ state }) =>
			isInPreview(state) ? undefined : 'This is not a request of the technical preview of 2020.',
	},
	{
		...reply('console.next-page', 'Go to next page', ['>'], goToNextPage),
		more: 'requests it if necessary',
		short: (state) => (nextPageOf(state) === undefined ? '' : 'next page'),
		rank: 50,
		disabled: ({ state }) => (nextPageOf(state) === undefined ? 'There is no next page.' : undefined),
	},
	{
		...reply('console.again', 'Edit and run again', ['e', 'r'], ({ deck, state }) => {
			const exchange = selectedExchange(state);
			if (exchange !== undefined)
				deck.store.setState((now) => withConsole({ ...now, ...leaveReplies(now) }, beginLine(exchange.text)));
		}),
		short: 'edit, run again',
		rank: 48,
	},
	{
		...reply('console.copy', 'Copy', ['c'], copy),
		more: 'the reply, the line, or the nats command',
		short: 'copy',
		rank: 46,
		group: 'take',
	},
	{
		...reply('console.save', 'Save replies', ['w'], (context) => {
			const file = selectedFile(context.state);
			if (file !== undefined) saveAs(context, file);
		}),
		more: 'this one to a file; on the line, all',
		short: 'save',
		rank: 44,
		group: 'take',
		disabled: ({ state }) => (hasContent(state) ? undefined : 'There is no reply here.'),
	},
	{
		...reply('console.clear', 'Clear the transcript', [], ({ deck, state }) => {
			deck.console.stopAll();
			if (bytesOf(state.console.exchanges) > muchMemory) giveBackMemory();
			deck.store.setState(({ console }) => ({
				console: { ...console, exchanges: [], mode: 'line', cursor: undefined, top: undefined },
			}));
		}),
		scopes: ['console-replies', 'console-line'],
		aliases: ['clear'],
		wholeName: true,
	},
];

/** From here on it is worth the time that giving it back takes. */
const muchMemory = 4 * 1024 * 1024;

const bytesOf = (exchanges: DeckState['console']['exchanges']): number =>
	exchanges.flatMap(({ replies }) => replies).reduce((sum, { message }) => sum + message.data.length, 0);

function reply(id: string, title: string, keys: readonly string[], run: Command['run']): Command {
	return { id, title, keys, scopes: ['console-replies'], group: 'look', run };
}

function move(id: string, title: string, keys: readonly string[], by: (height: number) => number): Command {
	const run: Command['run'] = ({ deck, state }) =>
		deck.store.setState(moveAmongReplies(state, by(consoleLayout(state).height)));
	return { ...reply(id, title, keys, run), group: 'move' };
}

function isInPreview(state: DeckState): boolean {
	const selected = selectedReply(state);
	return selected !== undefined && hasPreviewView(selected.exchange, selected.reply.message);
}

function folds(state: DeckState): boolean {
	const { transcript, cursor } = consoleLayout(state);
	return cursor !== undefined && transcript.fold(cursor) !== undefined;
}

/** Whether there is something to be saved. Asked at every key: cheap for large replies too. */
function hasContent(state: DeckState): boolean {
	const selected = selectedReply(state);
	if (selected === undefined) return false;
	if (isOnHead(state)) return selected.exchange.bytes > 0;
	return selected.reply.message.data.length > 0;
}

function copy(context: CommandContext): void {
	const exchange = selectedExchange(context.state);
	if (exchange === undefined) return;
	const file = selectedFile(context.state);
	const answered = selectedReply(context.state)?.reply.message.reply;
	offerCopies(context, [
		[file?.what ?? '', typeof file?.data === 'string' ? file.data : undefined],
		['the reply subject', answered?.startsWith('$JS.ACK.') ? answered : undefined],
		['the line', exchange.text],
		['the nats command', shellLineOf(exchange)],
		['the sent payload', exchange.payload === '' ? undefined : exchange.payload],
	]);
}
