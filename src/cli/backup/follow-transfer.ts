import type { Proposal } from '../../changes/proposal.ts';
import { type Run, type StepResult, succeeded } from '../../changes/run.ts';
import type { Deck } from '../../commands/deck-handle.ts';
import { bytes } from '../../format/bytes.ts';
import { sanitise } from '../../format/sanitise.ts';
import { truncate, width } from '../../format/width.ts';
import { progressParts } from '../../views/progress-words.ts';
import { exitCodeOf, refusedCode, stoppedCode } from '../exit-codes.ts';
import { runOver } from '../run-over.ts';
import type { Scripted } from '../scripted-deck.ts';

/** Where progress is shown: a terminal has one line that is redrawn; anything else gets a line now and then. */
export interface ProgressOutput {
	readonly stream: Pick<NodeJS.WriteStream, 'write' | 'columns' | 'isTTY'>;
	readonly everyMs: number;
}

export const progressOn = (stream: ProgressOutput['stream']): ProgressOutput => ({
	stream,
	everyMs: stream.isTTY ? 200 : 10_000,
});

const eraseLine = '\r\u001b[2K';

/** Shows on a terminal how much of an archive was read. */
export function readingOn({ stream, everyMs }: ProgressOutput, folder: string) {
	let shownAt = 0;
	return {
		onProgress: (read: number): void => {
			if (!stream.isTTY || Date.now() - shownAt < everyMs) return;
			shownAt = Date.now();
			stream.write(
				`${eraseLine}${truncate(sanitise(`${folder}: reading… ${bytes(read)}`), (stream.columns ?? 80) - 1)}`,
			);
		},
		end: (): void => {
			if (shownAt > 0) stream.write(eraseLine);
		},
	};
}

/** Carries out a confirmed proposal of transfers, shows its progress, and reports each finished step. Ctrl-c stops it in the middle of a step. */
export async function followTransfer(
	deck: Deck,
	proposal: Proposal,
	{ signal, complain }: Pick<Scripted, 'signal' | 'complain'>,
	output: ProgressOutput,
	tell: (result: StepResult, at: number) => void,
): Promise<Run | undefined> {
	const begun = deck.agree(proposal);
	if ('refusal' in begun) {
		complain(begun.refusal);
		return undefined;
	}
	const stop = (): void => deck.stopRun(begun.id);
	signal.addEventListener('abort', stop, { once: true });
	const line = new ProgressLine(output);
	let told = 0;
	const runNow = (): Run | undefined => deck.store.getState().runs.find(({ id }) => id === begun.id);
	const timer = setInterval(() => line.show(runNow()), output.everyMs);
	try {
		return await runOver(deck, begun.id, new AbortController().signal, ({ results }) => {
			for (; told < results.length; told += 1) {
				const result = results[told];
				line.erase();
				if (result !== undefined) tell(result, told);
			}
		});
	} finally {
		clearInterval(timer);
		line.erase();
	}
}

class ProgressLine {
	readonly #output: ProgressOutput;
	#isShown = false;

	constructor(output: ProgressOutput) {
		this.#output = output;
	}

	show(run: Run | undefined): void {
		if (run?.progress === undefined) return;
		const { stream } = this.#output;
		const text = progressText(run, (stream.isTTY ? (stream.columns ?? 80) : Number.POSITIVE_INFINITY) - 1);
		stream.write(stream.isTTY ? `${eraseLine}${text}` : `${text}\n`);
		this.#isShown = stream.isTTY;
	}

	erase(): void {
		if (this.#isShown) this.#output.stream.write(eraseLine);
		this.#isShown = false;
	}
}

/** With fewer columns the number of messages is more useful than a bar. */
const leastForBar = 99;

/** The stream, and as much of its progress as fits. */
function progressText({ proposal, results, progress, stopping }: Run, columns: number, now = Date.now()): string {
	const step = proposal.steps[results.length];
	const name = step?.asset.kind === 'stream' ? step.asset.stream : '';
	const count = proposal.steps.length > 1 ? ` (${results.length + 1} of ${proposal.steps.length})` : '';
	const stage = stopping ? 'stopping… ' : progress?.stage === undefined ? '' : `${progress.stage}… `;
	let text = `${sanitise(name)}${count}: ${stage}`;
	const parts = progress === undefined ? [] : progressParts(progress, now, columns < leastForBar ? 0 : 12);
	for (const [at, part] of parts.entries()) {
		const longer = `${text}${at === 0 ? '' : ' · '}${part}`;
		if (at > 0 && width(longer) > columns) break;
		text = longer;
	}
	return Number.isFinite(columns) ? truncate(text, columns) : text;
}

/** The exit code of a run: that of its first failure. A ctrl-c after the last step stops nothing. */
export function transferCode(run: Run | undefined, { signal }: Pick<Scripted, 'signal'>): number {
	if (run === undefined) return 1;
	if (signal.aborted && !succeeded(run)) return stoppedCode;
	return run.results.map(codeOf).find((code) => code !== 0) ?? 0;
}

function codeOf(result: StepResult): number {
	switch (result.kind) {
		case 'done':
			return result.warning === undefined ? 0 : 1;
		case 'found':
			return result.applied ? 0 : 1;
		case 'refused':
		case 'failed':
		case 'not-sent':
			// Something changed after the command line was read: the command line is not wrong.
			return result.problem.kind === 'bad-input' ? refusedCode : exitCodeOf(result.problem);
		case 'changed':
		case 'stopped':
		case 'unknown':
			return 1;
		default:
			return result satisfies never;
	}
}
