import type { Plan } from '../changes/proposal.ts';
import { waitFor } from '../changes/propose.ts';
import { deliveriesTo } from '../console/delivering.ts';
import { insert, withConsole, writeLine } from '../console/edit.ts';
import { keptLine, missingIn, withLine } from '../console/history.ts';
import { parseLine } from '../console/line.ts';
import { requestOfNats } from '../console/nats-request.ts';
import { noteInWords } from '../console/note.ts';
import type { Line, LineFile } from '../console/parsed-line.ts';
import { planLine } from '../console/plan-line.ts';
import { listenRefused, planListen } from '../console/plan-listen.ts';
import { type Prepared, prepare, type Refused } from '../console/prepare.ts';
import { routeLine } from '../console/route-line.ts';
import { type Exchange, textOf } from '../console/state.ts';
import { mayStore } from '../console/storing.ts';
import { inSentences } from '../jetstream/problem.ts';
import type { Api } from '../jetstream/request.ts';
import { leavePlace } from '../store/nav.ts';
import { toast } from '../store/toast.ts';
import type { CommandContext } from './command.ts';
import { payloadOf, say } from './console-payload.ts';
import { saveReplies } from './console-reply-file.ts';
import type { Deck } from './deck-handle.ts';
import { pathOf } from './path-of.ts';

/** What people type at any prompt. Each can still be sent as a subject, after `req`. */
const ownWords: Readonly<Record<string, (context: CommandContext) => void>> = {
	help: (context) => runNamed(context, 'deck.help'),
	clear: (context) => runNamed(context, 'console.clear'),
	exit: leaveByWord,
	quit: leaveByWord,
};

function runNamed({ deck, commands, ...context }: CommandContext, id: string): void {
	deck.store.setState((state) => withConsole(state, writeLine('')));
	const state = deck.store.getState();
	commands.find((command) => command.id === id)?.run({ ...context, deck, commands, state });
}

function leaveByWord({ deck }: CommandContext): void {
	deck.store.setState((state) => ({ ...withConsole(state, writeLine('')), ...leavePlace(state) }));
}

/** Sends the line that is typed, or says under it why not; a word of the console's own is carried out. */
export async function send(context: CommandContext): Promise<void> {
	const { deck, state } = context;
	const text = textOf(state.console.typed);
	const word = text.trim();
	if (Object.hasOwn(ownWords, word)) return ownWords[word]?.(context);
	const missing = missingIn(text);
	if (missing !== undefined)
		return say(deck, { message: 'The history does not store this part: type it again.', column: missing + 1 });
	const parsed = parseLine(text);
	if (parsed.kind === 'empty') return;
	if (parsed.kind === 'fault') {
		if (parsed.unfinished && state.console.typed.after.trim() === '' && !state.console.typed.before.endsWith('\n'))
			deck.store.setState((now) => withConsole(now, insert('\n')));
		else say(deck, parsed);
		return;
	}
	if (parsed.kind === 'file') return showFile(context, text, parsed.file);
	const still = stands(deck, text);
	const whole = await wholeLine(context, parsed.line);
	if (!still()) return;
	const { features } = deck.store.getState();
	const prepared = 'refusal' in whole ? whole : prepare(whole.line, whole.payload, deck.api(), features);
	if ('refusal' in prepared) return say(deck, { ...prepared, message: prepared.refusal });
	await pass(context, { text, still }, prepared);
}

/** A line being sent. */
interface Sent {
	readonly text: string;
	/** Whether the same line for the same server is still there: reading files and asking the server take time. */
	readonly still: () => boolean;
}

function stands(deck: Deck, text: string): Sent['still'] {
	const api = deck.api();
	return () => deck.api() === api && textOf(deck.store.getState().console.typed) === text;
}

/** The line with what is sent, which may be in a file or have to be found out. */
async function wholeLine(
	context: CommandContext,
	line: Line,
): Promise<{ readonly line: Line; readonly payload: string } | Refused> {
	const { deck, host, state } = context;
	if (line.nats !== undefined) {
		const read = (path: string) => host.read(pathOf(host, path));
		return requestOfNats(line, line.nats, { api: deck.api(), features: state.features, read });
	}
	const payload = await payloadOf(context, line);
	if ('message' in payload) return { refusal: payload.message, column: (line.payload?.at ?? 0) + 1 };
	return { line, payload: payload.text };
}

/** `cat FILE`: what one is about to send, as replies are shown. */
async function showFile({ deck, host }: CommandContext, text: string, { path, at }: LineFile): Promise<void> {
	const file = await host.read(pathOf(host, path));
	if (textOf(deck.store.getState().console.typed) !== text) return;
	if (!file.ok) return say(deck, { message: file.message, column: at + 1 });
	deck.console.show(text, file.text);
	remember(deck, text, text.trim(), true);
}

/** What only reads is sent at once, and what is published by its own word; all else is asked first. */
async function pass(context: CommandContext, sent: Sent, prepared: Prepared): Promise<void> {
	const { deck, state } = context;
	const { text, still } = sent;
	const { line, message } = prepared;
	if (line.verb === 'subscribe') return listen(context, sent, prepared);
	const { target } = deck.store.getState();
	const way = await routeLine(prepared, { api: deck.api(), target, readOnly: state.readOnly });
	if (way.kind === 'refused') return say(deck, { message: inSentences(way.problem) });
	if (!still()) return;
	const { prepared: known } = way;
	if (line.watchMs !== undefined && mayStore(known.storing ?? []))
		return say(deck, {
			message: noteInWords({ kind: 'unwatched', storing: known.storing ?? [] }),
			column: line.subjectAt + 1,
		});
	const sends = way.kind !== 'ask';
	if (line.saveTo !== undefined && !sends)
		return say(deck, { message: 'To save the reply to a change, press w among the replies.', column: line.saveTo.at });
	const plan = (api: Api, signal: AbortSignal) => planLine(text, known, { api, state: deck.store.getState(), signal });
	const kept = keptLine(text, line, message.payload);
	if (way.kind === 'append') return append(deck, sent, kept, plan);
	remember(deck, text, kept, sends);
	const { saveTo } = line;
	const onOver = saveTo && ((exchange: Exchange) => saveReplies(context, exchange, saveTo.path));
	if (way.kind === 'send') deck.console.run(text, known, way.allow, onOver);
	else deck.propose(line.subject, plan);
}

/** What only adds a message is sent without a dialog, and kept in the journal as every change. */
async function append(
	deck: Deck,
	{ text, still }: Sent,
	kept: string | undefined,
	plan: (api: Api, signal: AbortSignal) => Promise<Plan>,
): Promise<void> {
	const made = await plan(deck.api(), new AbortController().signal);
	if (!still()) return;
	const begun = 'refusal' in made ? made : deck.agree(made);
	const isRefused = 'refusal' in begun;
	remember(deck, text, kept, !isRefused);
	if (isRefused) say(deck, { message: begun.refusal });
}

/** A subscription may be the interest that a push consumer waits for: then it takes messages, and is asked about. */
async function listen({ deck, state }: CommandContext, { text, still }: Sent, prepared: Prepared): Promise<void> {
	const { subject } = prepared.message;
	const title = `Looking for consumers that deliver to ${subject}`;
	const found = await waitFor(deck.store, title, (signal) => deliveriesTo(deck.api(), subject, signal));
	if (found === undefined || !still()) return;
	const takes = found.consumers.length > 0 || found.unknown !== undefined;
	if (takes && state.readOnly) return say(deck, { message: listenRefused(subject, found) });
	remember(deck, text, keptLine(text, prepared.line, prepared.message.payload), !takes);
	if (takes) deck.propose(subject, () => planListen(text, prepared, found, deck.store.getState().target.cli));
	else deck.console.run(text, { ...prepared, takes }, 'read');
}

/** Keeps the line in the history; it is cleared where it is sent, and stays while it is asked for. */
function remember(deck: Deck, text: string, kept: string | undefined, sent: boolean): void {
	deck.store.setState(({ console }) => {
		const written = sent ? writeLine('')(console) : console;
		return { console: { ...written, history: withLine(written.history, text.trim()) } };
	});
	const problem = kept === undefined ? undefined : deck.keepLine?.(kept);
	if (problem !== undefined) toast(deck.store, 'warn', problem);
}
