import type { StoreApi } from 'zustand/vanilla';
import type { Api } from '../jetstream/request.ts';
import type { Link } from '../nats/link.ts';
import { faultProblem, noteFault } from '../store/fault.ts';
import { endOrTimeout, pause } from '../store/pause.ts';
import type { DeckState } from '../store/state.ts';
import { assetOf } from './asset.ts';
import { brokenExpectation, lookAt } from './expectation.ts';
import { findOutcome, readBefore } from './find-outcome.ts';
import { type JournalEntry, type JournalFile, outcomeOf } from './journal.ts';
import { entryOf, unkeptProblem } from './journal-entry.ts';
import { JournalKeeper } from './journal-keeper.ts';
import type { BeforeSending } from './outcome/look.ts';
import type { Proposal, ProposedLine, Step } from './proposal.ts';
import {
	inTheWay,
	isAtStop,
	isOver,
	isTransferring,
	type Progress,
	type Run,
	type StepResult,
	succeeded,
	wasApplied,
	withRun,
} from './run.ts';
import { newRunId } from './run-id.ts';
import type { Sending } from './sending.ts';
import { settled } from './settle.ts';
import { changeOf } from './table.ts';
import type { Wire } from './wire.ts';
import { wireKind } from './wires/table.ts';

/** The connection of the confirmation: a run never continues over another one. */
export interface RunConnection {
	readonly api: Api;
	readonly link: Link;
}

/** `left`: the deck has gone to another server since. */
interface OwnWay extends RunConnection {
	readonly left: AbortSignal;
}

interface Surroundings {
	readonly store: StoreApi<DeckState>;
	/** Undefined where the connection that it was planned over is closed. */
	readonly way: (proposal: Proposal) => RunConnection | undefined;
	readonly journal: JournalFile | undefined;
	/** Nothing is sent that the journal cannot store. */
	readonly journalRequired: boolean;
	/** The journal stores values of keys too, which are secret otherwise. */
	readonly journalValues?: boolean;
	/** Asks for everything in view again. */
	readonly refresh: () => void;
	/** How a transfer is sent; by default from the table of changes. */
	readonly transferOf?: Sending['transferOf'];
	/** Reports the outcome of a run. */
	readonly tell: (run: Run) => void;
	/** Starts to listen, for a confirmed line. */
	readonly listen: (line: ProposedLine) => void;
}

const progressMs = 100;
const lookAgainMs = 1_000;
const cleanUpMs = 5_000;
/** After that long, people have checked for themselves. */
const lookForMs = 10 * 60_000;

/**
 * Carries out a confirmed proposal, one request after the other: checks the expectation, writes the request to the
 * journal, sends it, and writes the outcome. Without a reply it looks on the server until it knows.
 */
export class Runner {
	readonly #around: Surroundings;
	readonly #closed = new AbortController();
	/** The connection of each run, and what is aborted when the deck leaves it. */
	readonly #ways = new Map<string, { readonly link: Link; readonly leaving: AbortController }>();
	/** What is being sent, by run. */
	readonly #sending = new Map<string, AbortController>();
	/** What ends with each run. */
	readonly #work = new Map<string, Promise<void>>();
	readonly #journal: JournalKeeper;

	constructor(around: Surroundings) {
		this.#around = around;
		this.#journal = new JournalKeeper(around.store, around.journal);
	}

	/** @returns the run's id, or why it cannot start now */
	start(proposal: Proposal): { readonly id: string } | { readonly refusal: string } {
		const { store } = this.#around;
		const other = inTheWay(store.getState(), proposal);
		if (other !== undefined) return { refusal: `Wait until “${other.proposal.title}” is over.` };
		const over = this.#around.way(proposal);
		if (over === undefined)
			return { refusal: 'The connection that this was planned over is closed. Nothing was sent: plan it again.' };
		const id = newRunId();
		const run: Run = { id, proposal, startedAt: Date.now(), results: [], activity: 'checking', stopping: false };
		this.#show(run);
		const leaving = new AbortController();
		this.#ways.set(id, { link: over.link, leaving });
		const work = this.#carryOut(id, { api: over.api, link: over.link, left: leaving.signal }).finally(() => {
			this.#work.delete(id);
			this.#ways.delete(id);
		});
		this.#work.set(id, work);
		return { id };
	}

	/** Stops a run after the current request; a transfer stops midway. */
	stop(id: string): void {
		const run = this.#run(id);
		if (run === undefined || isOver(run)) return;
		this.#show({ ...run, stopping: true });
		this.#sending.get(id)?.abort();
	}

	/** Stops every run over this connection as soon as possible: another one cannot find out their outcome. */
	leave(link: Link): void {
		for (const [id, way] of this.#ways) {
			if (way.link !== link) continue;
			way.leaving.abort();
			this.stop(id);
		}
	}

	/** Ends with the program: requests already sent are in the journal; no further step starts. */
	close(): void {
		this.#closed.abort();
	}

	/** After a stop: ends when no transfer needs its connection any more to clean up, but soon. Undefined where none does. */
	cleanedUp(): Promise<void> | undefined {
		const transfers = this.#around.store
			.getState()
			.runs.flatMap((run) => (this.#sending.has(run.id) && isTransferring(run) ? (this.#work.get(run.id) ?? []) : []));
		return transfers.length === 0 ? undefined : endOrTimeout(Promise.all(transfers), cleanUpMs);
	}

	async #carryOut(id: string, way: OwnWay): Promise<void> {
		const steps = this.#run(id)?.proposal.steps ?? [];
		for (const [at, step] of steps.entries()) {
			const run = this.#run(id);
			if (run === undefined || this.#closed.signal.aborted) return;
			const ends = run.stopping || isAtStop(run);
			const result: StepResult = ends ? { kind: 'stopped' } : await this.#safely(run, step, at, way);
			this.#add(id, result);
		}
		this.#over(id);
	}

	/** A run that ends by a bug of jetdeck is finished too, and records whether its request may have been sent. */
	async #safely(run: Run, step: Step, at: number, way: OwnWay): Promise<StepResult> {
		try {
			return await this.#take(run, step, at, way);
		} catch (fault) {
			const problem = faultProblem('', fault);
			const left = this.#run(run.id)?.activity !== 'checking';
			return left ? { kind: 'unknown', problem } : { kind: 'not-sent', problem };
		}
	}

	async #take(run: Run, step: Step, at: number, { api, link, left }: OwnWay): Promise<StepResult> {
		this.#do(run.id, 'checking');
		// A preview server is asked only what is necessary: some of its streams become unreadable after a read.
		const asset = assetOf(step.asset);
		const looks = step.expects !== undefined || api.dialect() === 'current';
		const found = asset !== undefined && looks ? await lookAt(api, asset) : undefined;
		const broken = found && brokenExpectation(step, found);
		if (broken !== undefined) return broken;
		const subject = wireKind(step.wire).written(step.wire, api);
		if (!subject.ok) return { kind: 'not-sent', problem: subject.problem };
		const was: BeforeSending = {
			...(found && { found }),
			...(!api.readOnly && { noted: await readBefore(api, step) }),
		};
		this.#do(run.id, 'sending');
		const entry = entryOf(run, step, at, {
			subject: subject.subject,
			target: link.target.label,
			values: this.#around.journalValues ?? false,
		});
		// The door would refuse it: nothing is sent, so the journal gets no line.
		const unkept = api.readOnly ? undefined : this.#journal.keep(entry);
		if (unkept !== undefined && this.#around.journalRequired)
			return { kind: 'not-sent', problem: unkeptProblem(entry, unkept) };
		const connected = link.status().phase === 'connected';
		const result = await this.#send(run.id, step.wire, { api, link, connected });
		if (!api.readOnly) this.#journal.answer(entry, outcomeOf(result));
		const known =
			result.kind === 'unknown'
				? await this.#lookUntilKnown(run, step, entry, { unsure: result, was, api, link, left })
				: result;
		if (!wasApplied(known)) return known;
		return settled(step, known, {
			api,
			was,
			signal: AbortSignal.any([left, this.#closed.signal]),
			isStopped: () => this.#run(run.id)?.stopping !== false,
			say: (settles) => this.#settle(run.id, settles),
		});
	}

	#settle(id: string, settles: string): void {
		const run = this.#run(id);
		if (run !== undefined) this.#show({ ...run, activity: 'settling', settles });
	}

	/** A step that can stop midway stops with its run. */
	async #send(id: string, wire: Wire, around: Pick<Sending, 'api' | 'link' | 'connected'>): Promise<StepResult> {
		const stopping = new AbortController();
		this.#sending.set(id, stopping);
		try {
			return await wireKind(wire).send(wire, {
				...around,
				signal: AbortSignal.any([stopping.signal, this.#closed.signal]),
				onProgress: (progress) => this.#tell(id, progress),
				transferOf: this.#around.transferOf ?? ((endpoint) => changeOf(endpoint)?.transfer),
			});
		} finally {
			this.#sending.delete(id);
		}
	}

	/** The screen needs only a few updates a second, but a backup has a chunk every millisecond. */
	#tell(id: string, progress: Progress): void {
		const run = this.#run(id);
		if (run === undefined) return;
		const [movedAt, before] = [Date.now(), run.progress];
		const isSame = before !== undefined && before.stage === progress.stage;
		if (isSame && movedAt - before.movedAt < progressMs) return;
		this.#show({ ...run, progress: { ...progress, since: isSame ? before.since : movedAt, movedAt } });
	}

	/** For a request that may have been carried out: the deck finds out by itself, even across a lost connection. */
	async #lookUntilKnown(
		run: Run,
		step: Step,
		entry: Omit<JournalEntry, 'outcome'>,
		{ unsure, was, api, left }: { unsure: Extract<StepResult, { kind: 'unknown' }>; was: BeforeSending } & OwnWay,
	): Promise<StepResult> {
		this.#do(run.id, 'finding out');
		const end = Date.now() + lookForMs;
		// A busy server may answer the question before it carries out the request: ask twice before a no counts.
		let doubts = 2;
		const gone = AbortSignal.any([left, this.#closed.signal]);
		while (Date.now() < end && !gone.aborted) {
			const finding = await findOutcome(api, step, was);
			if (finding.kind === 'cannot tell') return { ...unsure, why: finding.why };
			if (finding.kind === 'not applied') doubts -= 1;
			if (finding.kind === 'applied' || doubts === 0) {
				const applied = finding.kind === 'applied';
				this.#journal.answer(entry, { kind: 'found', applied });
				return { kind: 'found', applied, problem: unsure.problem };
			}
			await pause(lookAgainMs, gone);
		}
		return left.aborted ? { ...unsure, why: 'jetdeck connected to another server before it found out.' } : unsure;
	}

	#over(id: string): void {
		const run = this.#run(id);
		if (run === undefined) return;
		this.#show({ ...run, activity: 'over' });
		try {
			this.#around.tell({ ...run, activity: 'over' });
		} catch (fault) {
			noteFault(
				this.#around.store,
				`jetdeck cannot show the outcome of “${run.proposal.title}”; the journal has it`,
				fault,
			);
		}
		const { line } = run.proposal;
		if (line?.listens !== undefined && succeeded(run)) this.#around.listen(line);
		this.#around.refresh();
	}

	#do(id: string, activity: Run['activity']): void {
		const run = this.#run(id);
		if (run !== undefined) this.#show({ ...run, activity });
	}

	#add(id: string, result: StepResult): void {
		const run = this.#run(id);
		if (run === undefined) return;
		const { progress: _, settles: __, ...rest } = run;
		this.#show({ ...rest, results: [...run.results, result] });
	}

	#run(id: string): Run | undefined {
		return this.#around.store.getState().runs.find((run) => run.id === id);
	}

	#show(run: Run): void {
		this.#around.store.setState(({ runs }) => ({ runs: withRun(runs, run) }));
	}
}
