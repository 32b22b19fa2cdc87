import type { StoreApi } from 'zustand/vanilla';
import type { ProposedLine } from '../changes/proposal.ts';
import { withoutLogin } from '../jetstream/events/without-login.ts';
import { type Problem, readOnlyProblem } from '../jetstream/problem.ts';
import { mostReplies } from '../jetstream/reply-content.ts';
import type { Api } from '../jetstream/request.ts';
import type { Link } from '../nats/link.ts';
import { faultProblem } from '../store/fault.ts';
import { pause } from '../store/pause.ts';
import type { DeckState } from '../store/state.ts';
import { Collector } from './collector.ts';
import { watchLaterDeliveries } from './later-deliveries.ts';
import { isEnd, type Prepared, patienceOf } from './prepare.ts';
import type { Exchange } from './state.ts';
import { mayStore, storingStreams } from './storing.ts';
import { subscribeProblem } from './subscribe-problem.ts';
import { exchangeOf, fileShown, listening, Transcript } from './transcript.ts';
import { watchChanges } from './watch-changes.ts';

/** The connection that a line was sent on. */
interface Way {
	readonly api: Api;
	readonly link: Link;
}

/** What is under way, by exchange. */
interface Running {
	readonly stop: () => void;
}

/** Most messages of a subscription, which may last for hours. */
const mostHeard = 1_000;

/** Sends the lines of the console that need no confirmation, and keeps the transcript. */
export class ConsoleSession {
	readonly #store: StoreApi<DeckState>;
	readonly #way: () => Way;
	readonly #transcript: Transcript;
	readonly #running = new Map<number, Running>();

	constructor(store: StoreApi<DeckState>, way: () => Way) {
		this.#store = store;
		this.#transcript = new Transcript(store);
		this.#way = way;
	}

	/** Shows the text of a file like a reply. */
	show(text: string, content: string): void {
		this.#transcript.put(fileShown(text, content, this.#store.getState().target.cli));
	}

	/**
	 * Sends a line that changes nothing on the server, or publishes.
	 * @param onOver called once a request is over, with all that came of it
	 */
	run(text: string, prepared: Prepared, allow: 'read' | 'publish', onOver?: (exchange: Exchange) => void): void {
		const { line } = prepared;
		if (line.verb === 'subscribe') {
			const begun = this.#begin(text, prepared, { phase: 'listening' });
			// Without the check the subscription would take what consumers deliver.
			if (prepared.takes === false) this.#listenUnlessTaken(begun);
			else
				this.#transcript.put({
					...begun,
					phase: 'over',
					problem: readOnlyProblem(prepared.message.subject),
					unsent: true,
				});
			return;
		}
		const begun = this.#begin(text, prepared, { phase: 'asking' });
		this.#transcript.put(begun);
		void this.#send(begun, prepared, allow, onOver).catch((fault) => this.#failed(begun.id, fault));
	}

	#send(
		begun: Exchange,
		prepared: Prepared,
		allow: 'read' | 'publish',
		onOver: ((exchange: Exchange) => void) | undefined,
	): Promise<void> {
		const { line } = prepared;
		if (line.verb === 'publish') return this.#publish(begun, prepared, allow);
		if (line.watchMs !== undefined) return this.#watch(begun, prepared, line.watchMs, allow);
		return this.#ask(begun, prepared, allow, onOver);
	}

	#begin(text: string, prepared: Prepared, more: Partial<Exchange>): Exchange {
		return { ...exchangeOf(text, prepared, this.#store.getState().target.cli), ...more };
	}

	/** A line that a bug of jetdeck ends is over too. */
	#failed(id: number, fault: unknown): void {
		this.#running.delete(id);
		this.#transcript.change(id, { phase: 'over', problem: faultProblem('', fault) });
	}

	/** Stops a line under way; without an id the latest. False if there is none. */
	stop(id = [...this.#running.keys()].at(-1)): boolean {
		const running = id === undefined ? undefined : this.#running.get(id);
		running?.stop();
		return running !== undefined;
	}

	/** The deck goes to another server, or ends. */
	stopAll(): void {
		for (const { stop } of [...this.#running.values()]) stop();
	}

	async #ask(
		begun: Exchange,
		prepared: Prepared,
		allow: 'read' | 'publish',
		onOver: ((exchange: Exchange) => void) | undefined,
	): Promise<void> {
		const { api, link } = this.#way();
		const giveUp = new AbortController();
		const collector = new Collector((collected) => this.#transcript.change(begun.id, collected));
		this.#running.set(begun.id, { stop: () => giveUp.abort() });
		const { replies = 1 } = prepared.line;
		const { problem, ms } = await api.raw.request(prepared.message, {
			allow,
			most: replies === 'all' ? mostReplies : replies,
			timeoutMs: patienceOf(prepared, link.target.timeoutMs),
			signal: giveUp.signal,
			onReply: (message) => collector.take(message),
		});
		this.#running.delete(begun.id);
		collector.flush();
		const { came } = collector.collected();
		const failed = isEnd(problem, prepared, came) ? undefined : problem;
		this.#transcript.change(begun.id, { phase: 'over', ms, ...endOf(failed) });
		if (replies === 'all' && came >= mostReplies)
			this.#transcript.note(begun.id, { kind: 'most-replies', most: mostReplies });
		const over = this.#transcript.find(begun.id);
		if (over !== undefined) onOver?.(over);
	}

	/** Repeats a request until stopped; a failure does not end it, but a stream that would store it does. */
	async #watch(begun: Exchange, prepared: Prepared, everyMs: number, allow: 'read' | 'publish'): Promise<void> {
		const giveUp = new AbortController();
		this.#transcript.change(begun.id, { phase: 'watching', several: false });
		this.#running.set(begun.id, { stop: () => giveUp.abort() });
		for (let number = 1; !giveUp.signal.aborted; number += 1) {
			const started = Date.now();
			const { api, link } = this.#way();
			const timeoutMs = patienceOf(prepared, link.target.timeoutMs);
			const storing = allow === 'read' ? [] : await storingStreams(api, prepared.message.subject, link.target);
			if (giveUp.signal.aborted) break;
			if (mayStore(storing)) {
				this.#transcript.note(begun.id, { kind: 'unwatched', storing });
				break;
			}
			const asked = { allow, most: 1, timeoutMs, signal: giveUp.signal };
			const { messages, problem, ms } = await api.raw.request(prepared.message, asked);
			if (giveUp.signal.aborted) break;
			const [message] = messages;
			this.#transcript.update(begun.id, ({ problem: _, replies, bytes, before, ...rest }) => ({
				...rest,
				...watchChanges(replies[0]?.message, message, number),
				came: number,
				ms,
				replies: message === undefined ? replies : [{ number, message, ms }],
				bytes: bytes + (message?.data.length ?? 0),
				...(message === undefined ? before && { before } : replies[0] && { before: replies[0] }),
				...(problem !== undefined && { problem }),
			}));
			await pause(Math.max(0, everyMs - (Date.now() - started)), giveUp.signal);
		}
		this.#running.delete(begun.id);
		this.#transcript.change(begun.id, { phase: 'over' });
	}

	/** Over once the server has the message: it reports a refusal only then. */
	async #publish(begun: Exchange, prepared: Prepared, allow: 'read' | 'publish'): Promise<void> {
		const { api } = this.#way();
		const problem = await api.raw.publish(prepared.message, { allow });
		this.#transcript.change(begun.id, { phase: 'over', ...endOf(problem) });
	}

	/** Listens where consumers deliver, after a confirmation. */
	listen(line: ProposedLine): void {
		this.#listen(listening(line));
	}

	/** Listens without a confirmation: it stops as soon as a consumer is created that delivers there. */
	#listenUnlessTaken(begun: Exchange): void {
		const found = (consumer: string): void => {
			if (this.stop(begun.id)) this.#transcript.note(begun.id, { kind: 'delivered-there', consumer });
		};
		const unwatch = watchLaterDeliveries(this.#way(), begun.subject, found);
		this.#listen(begun, unwatch);
	}

	/** Listens until stopped; survives reconnects. */
	#listen(begun: Exchange, onOver: () => void = () => undefined): void {
		const { link } = this.#way();
		const collector = new Collector((collected) => this.#transcript.change(begun.id, collected), mostHeard);
		const started = Date.now();
		const over = (problem?: Problem): void => {
			if (!this.#running.delete(begun.id)) return;
			unsubscribe();
			onOver();
			collector.flush();
			this.#transcript.change(begun.id, { phase: 'over', ms: Date.now() - started, ...(problem && { problem }) });
		};
		this.#transcript.put(begun);
		this.#running.set(begun.id, { stop: () => over() });
		const { subject } = begun;
		const unsubscribe = link.subscribe(
			subject,
			(message) => collector.take(withoutLogin(message, link)),
			(problem) => over(subscribeProblem(subject, problem)),
		);
	}
}

/** A message that the server refused was not sent, like one that never left. */
function endOf(problem: Problem | undefined): Pick<Exchange, 'problem' | 'unsent'> {
	if (problem === undefined) return {};
	return { problem, ...((problem.unsent || problem.kind === 'permission-publish') && { unsent: true }) };
}
