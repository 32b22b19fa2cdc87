import { describe, expect, test } from 'vitest';
import { fieldsOfForm, writtenConfig } from '../../src/forms/config.ts';
import { setAt, typed } from '../../src/forms/draft.ts';
import { choosePurpose, openObject, putBack, typeText } from '../../src/forms/edit.ts';
import type { Form } from '../../src/forms/form.ts';
import type { FormRow } from '../../src/forms/form-row.ts';
import { openNewConsumer, openNewStream, openStreamEdit } from '../../src/forms/open.ts';
import { formRows } from '../../src/forms/rows.ts';
import { stepsOf } from '../../src/forms/steps.ts';
import { unknownKeys, wrongTypes } from '../../src/jetstream/fields/wrong-types.ts';
import { features } from '../../src/jetstream/server-features.ts';
import { sampleState, streamInfo } from '../support/state.ts';

const newest = features('2.15.1', undefined);

const formOf = (opened: { readonly forms?: ReadonlyMap<string, Form> }): Form => {
	const [form] = [...(opened.forms?.values() ?? [])];
	if (form === undefined) throw new Error('no form');
	return form;
};

const rowsOf = (form: Form): readonly FormRow[] =>
	stepsOf(form).flatMap((_, step) => formRows({ ...form, step }, newest));

const rowAt = (form: Form, path: string): FormRow => {
	const row = rowsOf(form).find((each) => each.path === path);
	if (row === undefined) throw new Error(`no row ${path} among ${rowsOf(form).map((each) => each.path)}`);
	return row;
};

describe('a value in one place of a draft', () => {
	test.each([
		['the first entry of a list', {}, 'sources.0', { name: 'A' }, { sources: [{ name: 'A' }] }],
		['a key of the first entry', {}, 'sources.0.name', 'A', { sources: [{ name: 'A' }] }],
		[
			'the first entry of a list in an entry',
			{ sources: [{ name: 'A' }] },
			'sources.0.subject_transforms.0.src',
			'a',
			{ sources: [{ name: 'A', subject_transforms: [{ src: 'a' }] }] },
		],
		['in place of a text', { sources: typed('x') }, 'sources.0.name', 'A', { sources: [{ name: 'A' }] }],
		['in place of null', { sources: null }, 'sources.0.name', 'A', { sources: [{ name: 'A' }] }],
		[
			'the next entry',
			{ sources: [{ name: 'A' }] },
			'sources.1',
			{ name: 'B' },
			{ sources: [{ name: 'A' }, { name: 'B' }] },
		],
		['an object', {}, 'placement.cluster', 'c1', { placement: { cluster: 'c1' } }],
		['no entry more', { sources: [{ name: 'A' }] }, 'sources.0', undefined, {}],
		[
			'one entry less',
			{ sources: [{ name: 'A' }, { name: 'B' }] },
			'sources.0',
			undefined,
			{ sources: [{ name: 'B' }] },
		],
		[
			'no entry more of a list in an object',
			{ mirror: { name: 'A', subject_transforms: [{}] } },
			'mirror.subject_transforms.0',
			undefined,
			{ mirror: { name: 'A' } },
		],
	])('%s', (_what, draft, path, value, expected) => {
		expect(setAt(draft, path, value)).toEqual(expected);
	});
});

/** Everything that can be opened, opened, as far down as it goes. */
function openAll(form: Form, done: ReadonlySet<string> = new Set()): Form {
	const row = rowsOf(form).find(
		({ path, kind, closed, text }) =>
			!done.has(path) && closed === undefined && (kind === 'add' || (kind === 'object' && text === '')),
	);
	if (row === undefined) return form;
	// One entry of each list is enough.
	const next = row.kind === 'add' ? row.path.replace(/\d+$/, (at) => String(Number(at) + 1)) : row.path;
	return openAll(openObject(form, row), new Set([...done, row.path, next]));
}

/** Each row typed into, with a text that means something to many fields. */
function typeAll(form: Form): Form {
	return rowsOf(form)
		.filter(({ kind, closed }) => kind === 'text' && closed === undefined)
		.reduce((so, { path }) => typeText(so, path, '1'), form);
}

describe('a form', () => {
	const mirror = choosePurpose(formOf(openNewStream(sampleState())), 'mirror', newest);
	const edited = streamInfo('LOGS', { config: { subjects: ['logs.>'], sources: [{ name: 'A' }] } });

	test.each([
		['of a stream', formOf(openNewStream(sampleState())), ['sources', 'republish', 'subject_transform']],
		['of a mirror', mirror, ['mirror']],
		['of a consumer', formOf(openNewConsumer(sampleState(), 'LOGS')), ['filter_subjects']],
		['of a stream that has sources', formOf(openStreamEdit(sampleState(), edited)), ['sources', 'republish']],
	])('%s gives each value its type, however deep it is', (_what, form, keys) => {
		const all = openAll(form);
		const { config } = writtenConfig(typeAll(all));
		expect(wrongTypes(fieldsOfForm(form), config)).toEqual([]);
		expect(unknownKeys(fieldsOfForm(form), config)).toEqual([]);
		expect(Object.keys(all.draft).concat(Object.keys(typeAll(all).draft))).toEqual(expect.arrayContaining(keys));
	});

	test.each([
		['sources.0', 'sources'],
		['republish', 'republish'],
		['subject_transform', 'subject_transform'],
		['placement', 'placement'],
		['consumer_limits', 'consumer_limits'],
	])('has nothing left of %s after it was opened and put back', (path, key) => {
		const blank = choosePurpose(formOf(openNewStream(sampleState())), 'blank', newest);
		const opened = openObject(blank, rowAt(blank, path));
		expect(opened.draft).toHaveProperty([key]);
		expect(putBack(opened, rowAt(opened, path)).draft).toEqual(blank.draft);
	});
});

describe('what stands in a field that is left empty', () => {
	const withSources = (): Form => {
		const form = formOf(openNewStream(sampleState()));
		return { ...form, draft: { name: 'ALL', sources: [{ name: 'A' }] } };
	};
	const placeholder = (form: Form, path: string, version = '2.15.1'): string | undefined =>
		stepsOf(form)
			.flatMap((_, step) => formRows({ ...form, step }, features(version, undefined)))
			.find((row) => row.path === path)?.placeholder;

	test.each([
		['worker', ['durable_name']],
		['reader', ['name']],
		['push', ['durable_name', 'deliver_subject']],
		['monitor', ['name', 'deliver_subject']],
	])('is called needed where a new consumer cannot do without: %s', (purpose, needed) => {
		const form = choosePurpose(formOf(openNewConsumer(sampleState(), 'ORDERS')), purpose, newest);
		const rows = rowsOf(form).filter((row) => row.placeholder === 'needed');
		expect(rows.map(({ path }) => path).sort()).toEqual([...needed].sort());
	});

	test.each([
		['2.10.27', '2m'],
		['2.15.1', 'off'],
	])('is the duplicate window that %s gives a stream with sources: %s', (version, expected) => {
		expect(placeholder(withSources(), 'duplicate_window', version)).toBe(expected);
	});

	test('follows from what the rest of the form says', () => {
		const form = { ...withSources(), draft: { name: 'LOGS', max_age: typed('1m') } };
		expect(placeholder(form, 'duplicate_window')).toBe('1m');
		expect(placeholder(form, 'subjects')).toBe('LOGS');
	});

	test('is none of the table where the server has another', () => {
		const form = formOf(openNewConsumer(sampleState(), 'ORDERS'));
		const none = { ...form, draft: { durable_name: 'C', ack_policy: 'none' } };
		expect(placeholder(none, 'ack_wait')).toBe('none');
		expect(placeholder({ ...none, draft: { ...none.draft, ack_policy: 'explicit' } }, 'ack_wait')).toBe('30s');
	});
});
