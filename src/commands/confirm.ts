import type { Confirm } from '../changes/confirm.ts';
import { losesNothing } from '../changes/proposal.ts';
import { isOver, isTransferring, type Run } from '../changes/run.ts';
import { closeOverlay } from '../store/nav.ts';
import type { Overlay } from '../store/overlay.ts';
import type { DeckState } from '../store/state.ts';
import { toast } from '../store/toast.ts';
import { wheelDown, wheelUp } from '../terminal/key-name.ts';
import { confirmView, scrolledConfirm } from '../views/confirm-view.ts';
import type { Scope } from '../views/scope.ts';
import type { Command, CommandContext } from './command.ts';
import { copyText } from './copying.ts';
import type { Deck } from './deck-handle.ts';

const dialogs: readonly Scope[] = ['confirm', 'confirm-typed'];

/** What keys do while a proposal waits or runs. Typed text goes to the dialog itself. */
export const confirmCommands: readonly Command[] = [
	{
		id: 'confirm.leave',
		title: 'Cancel',
		more: 'while running, stop after the current request',
		short: leaving,
		keys: ['esc'],
		scopes: dialogs,
		group: 'change',
		rank: 9,
		run: leave,
	},
	{
		id: 'confirm.no',
		title: 'No',
		keys: ['n', 'q'],
		scopes: ['confirm'],
		group: 'change',
		run: leave,
	},
	answerBy('confirm.up', 'Move to no', ['up', 'k'], false),
	answerBy('confirm.down', 'Move to yes', ['down', 'j'], true),
	line('confirm.wheel-up', 'Scroll up', wheelUp, 'confirm', -1),
	line('confirm.wheel-down', 'Scroll down', wheelDown, 'confirm', 1),
	line('confirm.line-up', 'Scroll up', 'up', 'confirm-typed', -1),
	line('confirm.line-down', 'Scroll down', 'down', 'confirm-typed', 1),
	{
		id: 'confirm.answer',
		title: 'Answer yes or no',
		short: ({ overlay }) => (overlay?.kind === 'confirm' && overlay.run === undefined ? 'answer' : ''),
		keys: ['enter'],
		scopes: ['confirm'],
		group: 'change',
		rank: 10,
		run: answer,
	},
	{
		id: 'confirm.yes',
		title: 'Yes',
		more: 'if nothing is lost',
		short: ({ overlay }) => (isAsked(overlay) && losesNothing(overlay.proposal) ? 'yes' : ''),
		keys: ['y'],
		scopes: ['confirm'],
		group: 'change',
		rank: 9.5,
		run: yes,
	},
	scroll('confirm.page-down', 'Scroll down', ['pagedown'], 1, scrolls),
	scroll('confirm.page-up', 'Scroll up', ['pageup'], -1),
	{
		id: 'confirm.copy',
		title: 'Copy the requests',
		more: 'as nats req lines',
		short: 'copy request',
		keys: ['ctrl+y'],
		scopes: dialogs,
		group: 'take',
		rank: 6,
		run: (context) => take(context, 'the request', requestLines),
	},
	{
		id: 'confirm.copy-cli',
		title: 'Copy the nats commands',
		short: 'copy nats line',
		keys: ['ctrl+n'],
		scopes: dialogs,
		group: 'take',
		rank: 5,
		run: (context) => take(context, 'the nats line', ({ wires }) => wires.map(({ nats }) => nats).join('\n')),
	},
	{
		id: 'wait.cancel',
		title: 'Cancel',
		short: 'cancel',
		keys: ['esc', 'q'],
		scopes: ['wait'],
		group: 'change',
		rank: 9,
		run: ({ deck }) => deck.store.setState(closeOverlay()),
	},
];

/** The run of a dialog, after confirmation. */
function runOf(state: DeckState, { run }: Confirm): Run | undefined {
	return run === undefined ? undefined : state.runs.find(({ id }) => id === run);
}

/** What it means now, in a word. */
function leaving(state: DeckState): string {
	const run = state.overlay?.kind === 'confirm' ? runOf(state, state.overlay) : undefined;
	if (run === undefined) return 'cancel';
	if (isOver(run)) return 'close';
	return mayStop(run) ? 'stop' : 'hide';
}

/** A single request that was sent can only be waited for. */
function mayStop(run: Run): boolean {
	return !isOver(run) && !run.stopping && (run.proposal.steps.length > 1 || isTransferring(run));
}

function leave({ deck, state }: CommandContext): void {
	if (state.overlay?.kind !== 'confirm') return;
	const run = runOf(state, state.overlay);
	if (run !== undefined && mayStop(run)) {
		deck.stopRun(run.id);
		return;
	}
	deck.store.setState(closeOverlay());
	if (run !== undefined && !isOver(run))
		toast(deck.store, 'info', 'It continues in the background; jetdeck shows when it is over.');
}

function answer(context: CommandContext): void {
	const { deck, state } = context;
	const { overlay } = state;
	if (overlay?.kind !== 'confirm' || overlay.run !== undefined) return;
	if (overlay.yes !== true) leave(context);
	else if (overlay.burst === state.burst) toast(deck.store, 'warn', tooEarly('enter'));
	else agree(deck, overlay);
}

const isAsked = (overlay: Overlay | undefined): overlay is Confirm =>
	overlay?.kind === 'confirm' && overlay.run === undefined;

/** A letter says yes where a wrong one costs nothing. */
function yes({ deck, state }: CommandContext): void {
	const { overlay, burst } = state;
	if (!isAsked(overlay)) return;
	if (!losesNothing(overlay.proposal))
		toast(deck.store, 'warn', 'y answers yes only if nothing is lost: move to Yes with ↓ and press enter.');
	else if (overlay.burst === burst) toast(deck.store, 'warn', tooEarly('y'));
	else agree(deck, overlay);
}

const tooEarly = (key: string): string => `The question was not on the screen yet: press ${key} again.`;

/** Nothing where all of it is in view. */
function scrolls(state: DeckState): string {
	const view = confirmView(state);
	return view !== undefined && view.lines.length > view.room ? 'scroll' : '';
}

/** Once: enter may come twice before a frame. */
export function agree(deck: Deck, overlay: Confirm): void {
	const { overlay: now } = deck.store.getState();
	if (now?.kind !== 'confirm' || now.proposal !== overlay.proposal || now.run !== undefined) return;
	const begun = deck.agree(overlay.proposal);
	const next: Confirm = 'id' in begun ? { ...overlay, run: begun.id, offset: 0 } : { ...overlay, error: begun.refusal };
	deck.store.setState({ overlay: next });
}

const page = 8;

function scroll(id: string, title: string, keys: readonly string[], by: 1 | -1, short?: Command['short']): Command {
	return {
		id,
		title,
		...(short !== undefined && { short }),
		keys,
		scopes: dialogs,
		group: 'move',
		rank: 4,
		run: (context) => scrollBy(context, by * page),
	};
}

function scrollBy({ deck, state }: Pick<CommandContext, 'deck' | 'state'>, lines: number): void {
	const overlay = scrolledConfirm(state, lines);
	if (overlay !== undefined) deck.store.setState({ overlay });
}

/** Arrow keys in faster succession come from a wheel or a touchpad: nobody answers a question so. */
const slidesMs = 100;

/** Moves the cursor to an answer if the key was pressed; the wheel scrolls, and if it reached Yes first, it returns to No. */
function answerBy(id: string, title: string, keys: readonly string[], yes: boolean): Command {
	const run: Command['run'] = ({ deck, state }) => {
		const { overlay, touchedAt: at, burst } = state;
		if (overlay?.kind !== 'confirm') return;
		if (overlay.run !== undefined) {
			scrollBy({ deck, state }, yes ? 1 : -1);
			return;
		}
		const slides = overlay.arrow?.burst === burst || at - (overlay.arrow?.at ?? 0) < slidesMs;
		const scrolled = slides ? scrolledConfirm(state, yes ? 1 : -1) : undefined;
		deck.store.setState({ overlay: { ...(scrolled ?? overlay), yes: yes && !slides, arrow: { at, burst } } });
	};
	return { id, title, keys, scopes: ['confirm'], group: 'move', run };
}

function line(id: string, title: string, key: string, scope: Scope, lines: 1 | -1): Command {
	return { id, title, keys: [key], scopes: [scope], group: 'move', run: (context) => scrollBy(context, lines) };
}

/** As one would type them into a shell. */
function requestLines({ wires }: Confirm): string {
	return wires.map(({ request }) => request).join('\n');
}

function take(context: CommandContext, what: string, textOf: (confirm: Confirm) => string): void {
	const { state } = context;
	if (state.overlay?.kind !== 'confirm') return;
	copyText(context, { label: what, text: textOf(state.overlay) });
}
