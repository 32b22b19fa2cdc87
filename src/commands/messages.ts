import { count, type Integer } from '../format/integer.ts';
import { lastSequence, readSequence } from '../format/read-count.ts';
import { readTime } from '../format/read-time.ts';
import { isSubject } from '../jetstream/subject-match.ts';
import { unaddressable } from '../jetstream/unaddressable.ts';
import { currentView, open, replaceView, viewAt } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { toast } from '../store/toast.ts';
import { type MessagesKey, messagesKey, splitMessagesKey, type View } from '../store/view.ts';
import { gapSentence } from '../views/gaps.ts';
import { wishMessages } from '../views/messages/page-patch.ts';
import { messageRows } from '../views/messages/rows.ts';
import { type MessagesWish, newest } from '../views/messages/stream-messages.ts';
import { askLine } from './ask.ts';
import type { Command, CommandContext } from './command.ts';
import { selectedRow, selection } from './selection.ts';
import { unaddressableWords } from './unaddressable-words.ts';

declare module '../store/overlay.ts' {
	interface Questions {
		/** To which sequence or time; `wish`: what is shown now. */
		'go-to': { readonly wish: MessagesWish };
		'messages-subject': object;
	}
}

/** Reading the messages of a stream. */
export const messagesCommands: readonly Command[] = [
	{
		id: 'messages.open',
		title: 'Open the message',
		short: 'open',
		keys: ['enter', 'l', 'right'],
		scopes: ['messages'],
		group: 'go',
		rank: 100,
		disabled: noMessage,
		run: (context) => openMessage(context, selection(context.state).message),
	},
	{
		id: 'subjects.messages',
		title: 'Show subject messages',
		short: 'messages',
		keys: ['enter', 'l', 'right'],
		scopes: ['subjects'],
		group: 'go',
		rank: 100,
		disabled: ({ state }) => {
			const { subject } = selection(state);
			if (subject === undefined) return 'No subject is selected.';
			return unaddressable(subject) === 'bytes'
				? `${unaddressableWords.bytes(subject)} Press m for the messages of all subjects.`
				: undefined;
		},
		run: (context) => {
			const { subject = '' } = selection(context.state);
			showMessages(context, newest(subject));
			if (unaddressable(subject) === 'pattern')
				toast(
					context.deck.store,
					'warn',
					`${unaddressableWords.pattern(subject)} jetdeck shows the messages of all matching subjects.`,
				);
		},
	},
	{
		id: 'messages.goto',
		title: 'Go to a sequence',
		more: 'or to a time',
		short: 'go to',
		keys: ['o'],
		scopes: ['messages'],
		group: 'go',
		rank: 60,
		aliases: ['goto', 'seq'],
		argument: '[SEQUENCE or TIME]',
		run: (context, argument) => {
			const wish = wishOf(context);
			const help = 'A sequence, such as 1204; a time, such as 2h (ago), 14:05 or 2026-11-24 10:00; first or last.';
			if (argument === undefined || goToMessages(context, wish, argument.trim()) !== undefined)
				askLine(context, { title: 'Go to', help, text: argument?.trim() ?? '' }, { kind: 'go-to', wish });
		},
	},
	{
		id: 'messages.subject',
		title: 'Filter by subject',
		more: 'empty for all',
		short: 'subject',
		keys: ['f'],
		scopes: ['messages'],
		group: 'list',
		rank: 55,
		aliases: ['subject'],
		argument: '[SUBJECT]',
		run: (context, argument) => {
			const help = 'Such as orders.new, orders.* or orders.>. Empty: messages of every subject.';
			const text = argument?.trim() ?? wishOf(context).subject ?? selectedSubject(context);
			if (argument === undefined || showSubject(context, argument.trim()) !== undefined)
				askLine(context, { title: 'Filter by subject', help, text }, { kind: 'messages-subject' });
		},
	},
	{
		id: 'messages.first',
		title: 'Go to first message',
		keys: ['<'],
		scopes: ['messages'],
		group: 'move',
		run: (context) => showMessages(context, { ...wishOf(context), from: 'first' }),
	},
	{
		id: 'messages.newest',
		title: 'Follow new messages',
		more: 'from the newest on',
		short: 'newest',
		keys: ['>'],
		scopes: ['messages'],
		group: 'move',
		rank: 50,
		run: (context) => showMessages(context, { ...wishOf(context), from: 'last' }),
	},
];

/** @returns what is wrong with where to go, as a sentence */
export function goToMessages(context: CommandContext, wish: MessagesWish, text: string): string | undefined {
	const place = placeOf(text, Date.now());
	if ('wrong' in place) return place.wrong;
	showMessages(context, { ...wish, from: place.from });
	return undefined;
}

/** @returns what is wrong with the subject, as a sentence */
export function showSubject(context: CommandContext, text: string): string | undefined {
	if (text !== '' && !isSubject(text))
		return `“${text}” is not a subject: type tokens with dots between them; * and > are wildcards.`;
	if (unaddressable(text) === 'bytes') return unaddressableWords.bytes(text);
	if (text === '') showAll(context);
	else showMessages(context, newest(text));
	return undefined;
}

/** Where a text leads: a sequence, a time, an end of the stream; else what is wrong with it, as a sentence. */
function placeOf(text: string, now: number): Pick<MessagesWish, 'from'> | { readonly wrong: string } {
	if (text === 'first' || text === 'last') return { from: text };
	const digits = text.replaceAll(/[_,]/g, '');
	if (/^\d+$/.test(digits)) {
		const seq = readSequence(digits);
		return seq === undefined
			? { wrong: `A sequence must be a whole number from 1 to ${count(lastSequence)}.` }
			: { from: { seq } };
	}
	const time = readTime(text, now, 'past');
	return time === undefined
		? {
				wrong: `“${text}” is neither a sequence nor a time: type 1204, 2h (ago), 14:05, 2026-11-24 10:00, first or last.`,
			}
		: { from: { time } };
}

/** The messages in view, else all of the selected stream. */
export function messagesInView({ state }: Pick<CommandContext, 'state'>): MessagesKey {
	const view = currentView(state);
	const subject = 'subject' in view ? view.subject : undefined;
	return messagesKey(selection(state).stream ?? '', subject);
}

function wishOf(context: CommandContext): MessagesWish {
	const key = messagesInView(context);
	return context.state.messages.entries.get(key)?.wish ?? newest(splitMessagesKey(key).subject);
}

function rowUnderCursor(context: CommandContext) {
	return messageRows(context.state, messagesInView(context)).byId.get(selectedRow(context.state) ?? '');
}

/** Of the message under the cursor; undefined if there is none. */
export function selectedSubject(context: CommandContext): string {
	const row = rowUnderCursor(context);
	return row?.kind === 'message' ? row.subject : '';
}

/** Goes to a place among the messages of the stream, or of one subject of it, from wherever one is. */
function showMessages({ deck }: CommandContext, wish: MessagesWish): void {
	const state = deck.store.getState();
	const { stream } = selection(state);
	if (stream === undefined) return;
	deck.store.setState({
		...viewMessages(state, stream, wish),
		...wishMessages(state, stream, wish),
		overlay: undefined,
	});
}

/** Messages of a subject are one step deeper, and `esc` comes back; without one they are a pane of the stream. */
function viewMessages(state: DeckState, stream: string, { subject }: MessagesWish): Partial<DeckState> {
	const here = viewAt(state, 'stream');
	const view: View = { kind: 'stream', stream, pane: 'messages', ...(subject !== undefined && { subject }) };
	const isPane = here !== undefined && (subject === undefined || here.subject !== undefined);
	return isPane ? replaceView(state, view) : open(state, view);
}

/** Returns from the messages of one subject to all messages, at the former place. */
function showAll({ deck }: CommandContext): void {
	const state = deck.store.getState();
	const { stream } = selection(state);
	if (stream === undefined) return;
	deck.store.setState({ ...viewMessages(state, stream, newest()), overlay: undefined });
}

function openMessage({ deck, state }: CommandContext, seq: Integer | undefined): void {
	const { stream, subject } = splitMessagesKey(messagesInView({ state }));
	if (stream === '' || seq === undefined) return;
	deck.store.setState(
		open(state, { kind: 'message', stream, seq, as: 'auto', ...(subject !== undefined && { subject }) }),
	);
}

/** Why nothing can be done with the row in view. */
export function noMessage(context: CommandContext): string | undefined {
	const { state } = context;
	const { stream = '', message } = selection(state);
	if (message !== undefined) return undefined;
	const row = rowUnderCursor(context);
	return row?.kind === 'gap' ? gapSentence(state, stream, row) : 'No message is selected.';
}
