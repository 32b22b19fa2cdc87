import { withDropped } from '../changes/expected-refusals.ts';
import { type JournalPlace, notWritableInWords } from '../changes/journal.ts';
import { outcomeInWords, resultInWords, unknownInWords } from '../changes/outcome/words.ts';
import type { Run, StepResult } from '../changes/run.ts';
import { storedNote } from '../changes/stored-differently.ts';
import type { Deck } from '../commands/deck-handle.ts';
import { requestOfNats } from '../console/nats-request.ts';
import { noteInWords } from '../console/note.ts';
import { planLine } from '../console/plan-line.ts';
import { isEnd, type Prepared, patienceOf, prepare } from '../console/prepare.ts';
import { routeLine } from '../console/route-line.ts';
import { count } from '../format/integer.ts';
import { inSentences, type Problem } from '../jetstream/problem.ts';
import { mostReplies } from '../jetstream/reply-content.ts';
import type { Settings } from '../nats/settings-types.ts';
import { exitCodeOf, stoppedCode } from './exit-codes.ts';
import { lineOf, type RequestChoices, readFileText, readPayload } from './request-line.ts';
import { type ReplyWriter, replyWriter } from './request-reply.ts';
import { orStopped, runOver } from './run-over.ts';
import { failed, proposalText, type Scripted, withDeck } from './scripted-deck.ts';

interface Surroundings extends Omit<Scripted, 'ask'> {
	readonly input: NodeJS.ReadableStream;
}

/**
 * Runs a line of the console without a screen: the reply goes to `out`, everything else to stderr. A change
 * is only shown, unless `yes` is given; then it runs as everywhere, with the journal.
 * @returns the exit code, see exit-codes.ts
 */
export async function printRequest(settings: Settings, choices: RequestChoices, around: Surroundings): Promise<number> {
	const line = lineOf(choices);
	if ('wrong' in line) return failed(around, 2, line.wrong);
	const payload = await orStopped(readPayload(line, around.input), around.signal);
	if (payload === undefined) return stoppedCode;
	if (!payload.ok) return failed(around, 2, payload.message);
	return withDeck(settings, choices, around, async (deck) => {
		const { features } = deck.store.getState();
		const whole =
			line.nats === undefined
				? { line, payload: payload.text }
				: await requestOfNats(line, line.nats, { api: deck.api(), features, read: readFileText });
		if ('refusal' in whole) return failed(around, 2, whole.refusal);
		const prepared = prepare(whole.line, whole.payload, deck.api(), features);
		if ('refusal' in prepared) return failed(around, 2, prepared.refusal);
		return send(deck, prepared, choices, around);
	});
}

/** Requests that only read, and messages that no stream stores, are sent at once, as in the console. */
async function send(deck: Deck, prepared: Prepared, choices: RequestChoices, around: Surroundings): Promise<number> {
	const { target } = deck.store.getState();
	const way = await routeLine(prepared, { api: deck.api(), target, readOnly: choices.readOnly });
	if (around.signal.aborted) return stoppedCode;
	if (way.kind === 'refused') return complained(way.problem, around);
	if (way.kind !== 'send') return change(deck, way.prepared, choices, around);
	// The text of a change contains them too.
	for (const note of prepared.notes) around.complain(noteInWords(note));
	return ask(deck, prepared, replyWriter(choices, prepared, around.out, around.complain), around);
}

async function ask(deck: Deck, prepared: Prepared, writer: ReplyWriter, around: Surroundings): Promise<number> {
	const { replies = 1 } = prepared.line;
	let came = 0;
	let errors = 0;
	const { problem } = await deck.api().raw.request(prepared.message, {
		allow: prepared.verdict.effect === 'read' ? 'read' : 'publish',
		most: replies === 'all' ? mostReplies : replies,
		timeoutMs: patienceOf(prepared, deck.link().target.timeoutMs),
		signal: around.signal,
		onReply: (message) => {
			came += 1;
			if (writer.write(message)) errors += 1;
		},
	});
	if (problem !== undefined && !isEnd(problem, prepared, came))
		return failed(around, exitCodeOf(problem), inSentences(problem));
	if (replies === 'all' && came >= mostReplies)
		around.complain(`Stopped at ${count(mostReplies)} replies; there may be more.`);
	return errors > 0 ? 3 : 0;
}

async function change(deck: Deck, prepared: Prepared, choices: RequestChoices, around: Surroundings): Promise<number> {
	const state = deck.store.getState();
	const planned = await planLine('', prepared, { api: deck.api(), state, signal: around.signal });
	if (around.signal.aborted) return stoppedCode;
	const plan = withDropped(planned, state.features);
	// A script that runs twice finds nothing to change.
	if ('refusal' in plan) return failed(around, plan.unchanged ? 0 : 2, plan.refusal);
	// The outcome is printed here, and there is no transcript.
	const { line, ...proposal } = plan;
	around.complain(proposalText(deck, proposal));
	if (!choices.yes) return failed(around, 4, 'Nothing was sent: add --yes to send it.');
	if (around.signal.aborted) return stoppedCode;
	const begun = deck.agree(proposal);
	if ('refusal' in begun) return failed(around, 1, begun.refusal);
	const run = await runOver(deck, begun.id, around.signal);
	tellUnkept(run, deck.store.getState().journalPlace, around);
	// The reply of the preview may be known only now.
	const asked = { message: prepared.message, ...(line?.preview && { preview: line.preview }) };
	return outcome(run, replyWriter(choices, asked, around.out, around.complain), around);
}

function outcome(run: Run | undefined, writer: ReplyWriter, around: Surroundings): number {
	const [result] = run?.results ?? [];
	if (run === undefined || result === undefined)
		return failed(around, around.signal.aborted ? 130 : 1, 'The outcome is unknown.');
	switch (result.kind) {
		case 'done':
			tellHeld(run, around);
			return result.came.filter((message) => writer.write(message)).length > 0 ? 3 : 0;
		case 'found':
			return failed(around, result.applied ? 0 : 1, outcomeInWords(result.applied));
		case 'refused':
			return refused(result, writer, around);
		case 'not-sent': {
			const { kind } = result.problem;
			const advice = kind === 'unkept' ? 'Add --no-journal to send it without a journal.' : result.problem.advice;
			return complained({ ...result.problem, advice }, around);
		}
		case 'failed':
			return complained(result.problem, around);
		case 'unknown':
			return failed(around, 1, `${inSentences(result.problem)} ${unknownInWords(result)}`);
		case 'changed':
		case 'stopped':
			return failed(around, 1, resultInWords(result));
		default:
			return result satisfies never;
	}
}

/** The journal has the request but not its outcome: the disk may have become full meanwhile. */
function tellUnkept(run: Run | undefined, place: JournalPlace, { complain }: Surroundings): void {
	const [result] = run?.results ?? [];
	const words = notWritableInWords(place);
	if (words !== undefined && result?.kind !== 'not-sent') complain(words);
}

/** The reply goes to stdout; different stored values go to stderr. */
function tellHeld(run: Run, { complain }: Surroundings): void {
	const held = storedNote(run);
	if (held !== undefined) complain(held);
}

/** An error of the API is printed as it came, so that a script can read it. */
function refused(
	{ problem, came }: Extract<StepResult, { kind: 'refused' }>,
	writer: ReplyWriter,
	around: Surroundings,
): number {
	if (came.length === 0) return complained(problem, around);
	for (const message of came) writer.write(message);
	return exitCodeOf(problem);
}

function complained(problem: Problem, around: Surroundings): number {
	return failed(around, exitCodeOf(problem), inSentences(problem));
}
