import { assetName } from '../changes/asset.ts';
import type { Confirm } from '../changes/confirm.ts';
import { resultInWords } from '../changes/outcome/words.ts';
import { type Configuration, losesNothing, type Proposal, type Step } from '../changes/proposal.ts';
import type { Run, StepResult } from '../changes/run.ts';
import { isOver, isTransferring, wasApplied } from '../changes/run.ts';
import { changeOf } from '../changes/table.ts';
import { isOfMessages } from '../changes/wire.ts';
import { bar } from '../format/bar.ts';
import { count, plural } from '../format/integer.ts';
import { parseJson } from '../format/json.ts';
import type { Line, Tone } from '../format/line.ts';
import { sanitise } from '../format/sanitise.ts';
import { pad, width, wrapText } from '../format/width.ts';
import { type Difference, differences } from '../jetstream/difference.ts';
import { consumerFields } from '../jetstream/fields/consumer.ts';
import { streamFields } from '../jetstream/fields/stream.ts';
import type { DeckState } from '../store/state.ts';
import { jsonViewLines } from './json-lines.ts';
import { progressParts } from './progress-words.ts';

/** Signs that show the tone without colour. */
export const signs: Readonly<Partial<Record<Tone, string>>> = { bad: '✗ ', warn: '! ', good: '✓ ' };

/** With more requests than this, payloads are not shown one by one: they are alike. */
const MOST_PAYLOADS = 5;

/** Longer command lines add little to the payload; they are copied whole. */
const LONGEST_LINE = 2_000;

/**
 * A screen wraps every line and has keys to copy. Print does not wrap: people copy from it, and a wrapped command would run as
 * two.
 */
export type Medium = 'screen' | 'print';

/** The whole text of a proposal: what it does, the difference, and every request as it is sent. */
export function confirmLines(confirm: Confirm, columns: number, medium: Medium = 'screen'): readonly Line[] {
	const { proposal, wires } = confirm;
	const { unkept } = confirm;
	const told: Proposal['consequences'] = unkept === undefined ? [] : [{ text: unkept, tone: 'warn' }];
	const consequences = consequenceLines([...proposal.consequences, ...told], losesNothing(proposal), columns);
	const difference = differenceLines(proposal.difference ?? [], columns);
	const room = medium === 'screen' ? columns : Number.POSITIVE_INFINITY;
	const requests = wires.flatMap(({ subject, headers, payload, nats }, at): readonly Line[] => {
		const isTyped = proposal.steps[at]?.wire.kind === 'message';
		const said = payload === '' || at >= MOST_PAYLOADS ? [] : payloadLines(payload, !isTyped, room);
		const line =
			medium === 'screen' && nats.length > LONGEST_LINE
				? paragraph(`The nats line has ${count(nats.length)} characters: press ^N to copy it.`, 'dim', room, 2)
				: paragraph(nats, 'dim', room, 2);
		const sent = headers.flatMap(([name, value]) => paragraph(`  ${name}: ${value}`, 'plain', room, 4));
		return [...paragraph(subject, 'accent', room, 2), ...sent, ...said, ...line];
	});
	const unshown = wires.filter(({ payload }, at) => payload !== '' && at >= MOST_PAYLOADS).length;
	const rest =
		unshown === 0
			? []
			: paragraph(`${plural(unshown, 'payload')} not shown: press ^Y to copy every request.`, 'dim', columns, 2);
	return [consequences, difference, [heading(proposal), ...requests, ...rest]]
		.filter((part) => part.length > 0)
		.flatMap((part, at) => (at === 0 ? part : [[], ...part]));
}

/** The consequences of a proposal, one sentence each; the good news last. */
export function consequenceLines(
	consequences: Proposal['consequences'],
	isLossless: boolean,
	columns: number,
): readonly Line[] {
	const all: Proposal['consequences'] = isLossless ? [...consequences, nothingLost] : consequences;
	return all.flatMap(({ text, tone }) =>
		paragraph(`${signs[tone] ?? ''}${text}`, tone, columns, signs[tone] === undefined ? 0 : 2),
	);
}

const nothingLost = { text: 'Nothing is lost.', tone: 'good' } as const;

/** Typed text is shown exactly as typed. */
function payloadLines(payload: string, indented: boolean, columns: number): readonly Line[] {
	const parsed = indented && payload.startsWith('{') ? parseJson(payload) : undefined;
	return parsed?.ok ? jsonViewLines(parsed.value, columns) : paragraph(`  ${payload}`, 'plain', columns, 4);
}

function heading({ steps }: Proposal): Line {
	const requests = steps.length === 1 ? 'Request' : `${count(steps.length)} requests, one after the other`;
	return [{ text: steps.every(({ wire }) => isOfMessages(wire)) ? 'Messages' : requests, tone: 'dim' }];
}

/** A field in two lines: `-` the old value, `+` the new one. */
export function differenceLines(difference: readonly Difference[], columns: number): readonly Line[] {
	const widest = Math.min(28, Math.max(0, ...difference.map(({ path }) => width(sanitise(path)))));
	return difference.flatMap(({ path, before, after }) => {
		const name = pad(sanitise(path), widest);
		return [
			...(before === undefined ? [] : paragraph(`- ${name}  ${sanitise(before)}`, 'bad', columns, widest + 4)),
			...(after === undefined ? [] : paragraph(`+ ${name}  ${sanitise(after)}`, 'good', columns, widest + 4)),
		];
	});
}

/** The state of a confirmed proposal: running, or why it failed. */
export function runLines(run: Run, state: Pick<DeckState, 'now'>, columns: number): readonly Line[] {
	const { proposal, results } = run;
	const total = proposal.steps.length;
	if (!isOver(run)) {
		const long = Math.max(0, Math.round((state.now - run.startedAt) / 1000));
		const steps = total === 1 ? '' : ` ${count(results.length)} of ${count(total)} ${bar(results.length / total, 20)}`;
		const stopping = isTransferring(run) ? 'stopping…' : 'stopping after the current request';
		const { progress } = run;
		const stage = progress?.stage ?? run.settles;
		const activity = stage === undefined ? activityInWords(run) : `${stage}…`;
		const words = run.stopping ? stopping : activity;
		const parts = progress === undefined ? [] : progressParts(progress, state.now);
		const [first = '', ...rest] = [...parts, ...(long >= 1 ? [`${long} s`] : [])];
		const told = parts.length === 0 ? (first === '' ? '' : ` · ${first}`) : ` ${[first, ...rest].join(' · ')}`;
		return paragraph(`${words}${steps}${told}`, 'accent', columns);
	}
	const failed = results.flatMap((result, at) => (wasApplied(result) ? [] : [{ result, at }]));
	const done = results.length - failed.length;
	const summary = total === 1 ? [] : paragraph(`${count(done)} of ${count(total)} done.`, 'plain', columns);
	return [...summary, ...failed.flatMap(({ result, at }) => failureLines(run, result, at, columns))];
}

function activityInWords({ proposal, results, activity }: Run): string {
	const { endpoint = '' } = proposal.steps[results.length]?.wire ?? {};
	const reads = activity === 'sending' && changeOf(endpoint)?.transfer?.reads;
	return reads ? 'receiving…' : activities[activity];
}

const activities: Readonly<Record<Run['activity'], string>> = {
	checking: 'checking that nothing changed meanwhile…',
	sending: 'sending…',
	settling: 'waiting until the server has done it…',
	'finding out': 'no reply came: checking whether the server carried it out…',
	over: '',
};

function failureLines({ proposal }: Run, result: StepResult, at: number, columns: number): readonly Line[] {
	const asset = proposal.steps[at]?.asset;
	const name = proposal.steps.length === 1 || asset === undefined ? '' : `${assetName(asset)}: `;
	const problem = 'problem' in result && result.kind !== 'found' ? result.problem : undefined;
	const code = problem?.errCode === undefined ? '' : ` (err_code ${problem.errCode})`;
	return [
		...paragraph(`✗ ${name}${resultInWords(result)}${code}`, 'bad', columns, 2),
		...(problem === undefined ? [] : paragraph(`  ${problem.advice}`, 'plain', columns, 2)),
		...(result.kind === 'changed' ? changedLines(proposal.steps[at], result.now, columns) : []),
	];
}

/** What somebody else changed. */
function changedLines(step: Step | undefined, now: Configuration, columns: number): readonly Line[] {
	const before = step?.expects?.config;
	if (step === undefined || before === undefined) return [];
	const fields = step.asset.kind === 'stream' ? streamFields : consumerFields;
	return differenceLines(differences(fields, before, now), columns);
}

/** A wrapped text. Blanks at its beginning stay; the lines after the first are indented by `hanging` columns. */
export function paragraph(text: string, tone: Tone, columns: number, hanging = 0): readonly Line[] {
	const clean = sanitise(text);
	const rest = clean.trimStart();
	const start = clean.slice(0, clean.length - rest.length);
	const [first = '', ...more] = wrapText(rest, Math.max(1, columns - start.length));
	const head: Line = [{ text: start + first, tone }];
	if (more.length === 0) return [head];
	const indent = ' '.repeat(Math.min(hanging, Math.floor(columns / 2)));
	const left = wrapText(rest.slice(first.length).trimStart(), Math.max(1, columns - indent.length));
	return [head, ...left.map((line): Line => [{ text: `${indent}${line}`, tone }])];
}
