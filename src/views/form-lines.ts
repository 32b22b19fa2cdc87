import { losesNothing } from '../changes/proposal.ts';
import type { Line, Span } from '../format/line.ts';
import { sanitise } from '../format/sanitise.ts';
import { pad, width } from '../format/width.ts';
import { fieldsOfForm, writtenConfig } from '../forms/config.ts';
import { textIn, valueAt } from '../forms/draft.ts';
import { currentRow, isPrefilled } from '../forms/edit.ts';
import { concernsRow, faultSentence, formFaults, formWarnings } from '../forms/faults.ts';
import { type Form, isEdit, reviewTexts } from '../forms/form.ts';
import type { FormRow } from '../forms/form-row.ts';
import { foreignFilters, isFilter, matchingNote } from '../forms/matching.ts';
import { planReviewedCreation } from '../forms/plan-creation.ts';
import { formRows } from '../forms/rows.ts';
import { stepOf, stepsOf } from '../forms/steps.ts';
import { differences } from '../jetstream/difference.ts';
import { serverFields } from '../jetstream/fields/server-fields.ts';
import type { Fault } from '../jetstream/rules/situation.ts';
import type { DeckState } from '../store/state.ts';
import { consequenceLines, differenceLines, paragraph } from './confirm-lines.ts';
import { reviewLines } from './review-lines.ts';
import { cutLine } from './spans.ts';

/** One line of a form; the line under the cursor may be an input. */
export interface FormLine {
	readonly line: Line;
	/** What is left of the input, which takes the rest of the line. */
	readonly input?: {
		readonly path: string;
		readonly text: string;
		/** Typing replaces it. */
		readonly isPrefilled: boolean;
		readonly columns: number;
		readonly after: string;
	};
	readonly selected?: boolean;
}

export interface FormPicture {
	readonly lines: readonly FormLine[];
	/** The index of the line under the cursor. */
	readonly cursor: number;
	/** At the bottom: the help of the row under the cursor. */
	readonly below: readonly Line[];
}

/** `Another subject transform`, one level down. */
const LONGEST_LABEL = 27;
const LONGEST_PURPOSE = 32;
const CURSOR = 2;

/** The current step of a form, or its review. */
export function formPicture(form: Form, state: DeckState, columns: number): FormPicture {
	const faults = formFaults(form, state);
	return stepOf(form).review ? reviewPicture(form, state, faults, columns) : rowsPicture(form, state, faults, columns);
}

function rowsPicture(form: Form, state: DeckState, faults: readonly Fault[], columns: number): FormPicture {
	const rows = formRows(form, state.features);
	const current = currentRow(form, state.features);
	const warnings = formWarnings(form, state);
	const label = Math.min(
		rows[0]?.kind === 'preset' ? LONGEST_PURPOSE : LONGEST_LABEL,
		Math.max(8, ...rows.map((row) => width(sanitise(row.label)) + 2 * row.indent)),
	);
	const lines: FormLine[] = [...refusalLines(form, columns), ...overtakenNote(form, columns)];
	let cursor = 0;
	for (const row of rows) {
		const selected = row.path === current?.path;
		if (selected) cursor = lines.length;
		if (row.kind === 'heading' && lines.length > 0) lines.push({ line: [] });
		lines.push(rowLine(form, row, selected, label, columns));
		if (isFilter(row.path)) lines.push(...matchingLines(form, state, columns));
		for (const { path, message } of warnings)
			if (path === row.path) lines.push(...paragraph(`    ! ${message}`, 'warn', columns, 6).map((line) => ({ line })));
		// A missing value is no fault before the person tries to send the form.
		if (row.text === '' && form.checked === undefined && !isTyped(form, row.path)) continue;
		const fault = faults.find((each) => concernsRow(each, row)) ?? refusedFault(form, row);
		if (fault !== undefined)
			lines.push(...paragraph(`    ✗ ${faultSentence(fault, row)}`, 'bad', columns, 6).map((line) => ({ line })));
	}
	const help = current === undefined ? [] : paragraph(`  ${current.closed ?? current.help}`, 'dim', columns, 2);
	return { lines, cursor, below: help.slice(0, 2) };
}

function matchingLines(form: Form, state: DeckState, columns: number): readonly FormLine[] {
	const foreign = foreignFilters(form, state).map((text) => paragraph(`    ! ${text}`, 'warn', columns, 6));
	const note = matchingNote(form, state);
	const matching = note === undefined ? [] : paragraph(`    ${note}`, 'dim', columns, 4);
	return [...foreign.flat(), ...matching].map((line) => ({ line }));
}

function isTyped({ draft }: Form, path: string): boolean {
	const text = textIn(valueAt(draft, path));
	return text !== undefined && text !== '';
}

function refusedFault({ refused }: Form, row: FormRow): Fault | undefined {
	return refused?.fault !== undefined && concernsRow(refused.fault, row) ? refused.fault : undefined;
}

function refusalLines({ refused }: Form, columns: number): readonly FormLine[] {
	if (refused === undefined) return [];
	const { message, advice, errCode } = refused.problem;
	const code = errCode === undefined ? '' : ` (err_code ${errCode})`;
	return [
		...paragraph(`  ✗ Refused: ${message}${code}`, 'bad', columns, 4),
		...paragraph(`    ${advice}`, 'plain', columns, 4),
		[],
	].map((line) => ({ line }));
}

function overtakenNote({ overtaken }: Form, columns: number): readonly FormLine[] {
	if (overtaken === undefined) return [];
	const note = '  ! Somebody else changed it meanwhile. jetdeck applies your changes on top: see the review.';
	return [...paragraph(note, 'warn', columns, 4), []].map((line) => ({ line }));
}

/** What somebody else changed since the form was opened, above the person's own changes. */
function overtakenLines(form: Form, columns: number): readonly Line[] {
	const { overtaken, info } = form;
	if (overtaken === undefined || info === undefined) return [];
	const theirs = differences(fieldsOfForm(form), overtaken, { ...info.config });
	return [
		...paragraph('  ! Somebody else changed it meanwhile:', 'warn', columns, 4),
		...indented(differenceLines(theirs, columns - 2)),
		[],
		...paragraph('  Your changes on top of that:', 'plain', columns, 2),
	];
}

const indented = (lines: readonly Line[]): readonly Line[] =>
	lines.map((line): Line => [{ text: '  ', tone: 'plain' }, ...line]);

function rowLine(form: Form, row: FormRow, selected: boolean, label: number, columns: number): FormLine {
	if (row.kind === 'heading') return { line: [{ text: `  ${sanitise(row.label)}`, tone: 'accent' }] };
	const gutter = `${selected ? '▸' : ' '}${isEdit(form) && row.touched ? '*' : ' '}`;
	const indent = '  '.repeat(row.indent);
	const name = pad(`${indent}${sanitise(row.label)}`, label);
	const start: Line = [
		{ text: gutter, tone: 'accent' },
		{ text: `${name}  `, tone: selected ? 'strong' : row.closed === undefined ? 'plain' : 'dim' },
	];
	if (row.kind === 'preset') {
		const chosen: Line = [{ text: row.text === '' ? '  ' : '✓ ', tone: 'good' }];
		return { line: cutLine([...start, ...chosen, { text: row.help, tone: 'dim' }], columns), selected };
	}
	const meant = row.understood === undefined ? '' : `  = ${sanitise(row.understood)}`;
	const isInput = selected && row.kind === 'text' && row.closed === undefined;
	const understood = isInput && row.text === '' ? `  ${sanitise(row.placeholder)}` : meant;
	if (isInput) {
		// Before anything is typed, the default is shown right after the cursor.
		const room = row.text === '' ? CURSOR : columns - label - 4 - width(understood);
		return {
			line: start,
			input: {
				path: row.path,
				text: row.text,
				isPrefilled: isPrefilled(form, row),
				columns: Math.max(CURSOR, room),
				after: understood,
			},
			selected,
		};
	}
	return { line: [...start, ...valueSpans(row, selected), { text: understood, tone: 'dim' }], selected };
}

function valueSpans(row: FormRow, selected: boolean): readonly Span[] {
	const text = sanitise(row.text);
	const value = text === '' ? sanitise(row.placeholder) : text;
	const tone = row.closed !== undefined || text === '' ? 'dim' : 'plain';
	switch (row.kind) {
		case 'enum':
		case 'flag':
			return selected && row.closed === undefined
				? [{ text: `‹ ${value} ›`, tone: 'strong' }]
				: [{ text: value, tone }, ...fixed(row)];
		case 'entry':
			return [];
		case 'add':
			return [{ text: row.closed === undefined ? '+ add one' : value, tone: 'dim' }, ...fixed(row)];
		default:
			return [{ text: value, tone }, ...fixed(row)];
	}
}

function fixed({ closed, lacks }: FormRow): readonly Span[] {
	const why = lacks === undefined ? 'fixed' : `needs ${lacks}`;
	return closed === undefined ? [] : [{ text: `  (${why})`, tone: 'dim' }];
}

function reviewPicture(form: Form, state: DeckState, faults: readonly Fault[], columns: number): FormPicture {
	const { config } = writtenConfig(form);
	const wrong = faults.flatMap(({ path, message }) => paragraph(`  ✗ ${path}: ${message}`, 'bad', columns, 4));
	const warned = formWarnings(form, state).flatMap(({ message }) => paragraph(`  ! ${message}`, 'warn', columns, 4));
	const change =
		form.info === undefined
			? []
			: differenceLines(
					differences(serverFields(fieldsOfForm(form), state.features), form.info.config, config),
					columns - 2,
				);
	const isUnchanged = form.info !== undefined && change.length === 0;
	const nothing: readonly Line[] = isUnchanged ? [[{ text: '  You changed nothing.', tone: 'dim' }]] : [];
	const tabs: Line = reviewTexts.flatMap((name, at): readonly Span[] => [
		{ text: at === 0 ? '  ' : '', tone: 'plain' },
		name === form.review ? { text: `[${name}]`, tone: 'strong' } : { text: ` ${name} `, tone: 'dim' },
	]);
	const parts: readonly (readonly Line[])[] = [
		refusalLines(form, columns).map(({ line }) => line),
		wrong,
		warned,
		[...overtakenLines(form, columns), ...indented(change), ...nothing],
		faults.length > 0 ? [] : indented(creationLines(form, state, columns - 2)),
		[tabs, [], ...reviewLines(form, state, columns)],
	];
	const lines = parts.filter((part) => part.length > 0).flatMap((part, at) => (at === 0 ? part : [[], ...part]));
	const below = paragraph(`  ${nextStep(form, faults, isUnchanged)}`, 'dim', columns);
	return { lines: lines.map((line) => ({ line })), cursor: 0, below };
}

function nextStep({ info }: Form, faults: readonly Fault[], isUnchanged: boolean): string {
	if (faults.length > 0) return 'Press enter to go to the first error.';
	if (info === undefined) return 'Press enter to create it.';
	return isUnchanged
		? 'There is nothing to send: change a field, or press esc to leave.'
		: 'Press enter to see what will happen; nothing is sent yet.';
}

/** What a creation will do: the review is its confirmation, so no dialog follows. */
function creationLines(form: Form, state: DeckState, columns: number): readonly Line[] {
	const plan = form.info === undefined ? planReviewedCreation(form, state) : undefined;
	return plan === undefined || 'refusal' in plan
		? []
		: consequenceLines(plan.consequences, losesNothing(plan), columns);
}

/** The steps as a rail beside the rows: the current one, and those with faults. */
export function stepLines(form: Form, faults: readonly Fault[], state: DeckState): readonly Line[] {
	const steps = stepsOf(form);
	return steps.map(({ title }, at): Line => {
		const wrong = faults.some((fault) => {
			const rows = formRows({ ...form, step: at }, state.features);
			return rows.some((row) => concernsRow(fault, row));
		});
		const sign = at === form.step ? '▸' : ' ';
		const end: Line = wrong && at < form.step ? [{ text: ' ✗', tone: 'bad' }] : [];
		return [{ text: `${sign} ${at + 1} ${title}`, tone: at === form.step ? 'strong' : 'dim' }, ...end];
	});
}
