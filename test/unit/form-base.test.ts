import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringifyJson } from '../../src/format/json.ts';
import { writtenConfig } from '../../src/forms/config.ts';
import { setAt, typed } from '../../src/forms/draft.ts';
import { readEditorText } from '../../src/forms/editor-text.ts';
import type { Form } from '../../src/forms/form.ts';
import { streamEdit } from '../../src/forms/open.ts';
import { onBase } from '../../src/forms/rebase.ts';
import { beginText, takeConfig } from '../../src/forms/text-of-form.ts';
import { streamInfo } from '../support/state.ts';

const none = { forms: new Map<string, Form>() };
const opened = streamInfo('LOGS', { config: { max_msgs: 10, subjects: ['logs.>'] } });
const form = streamEdit(none, opened);
const configOf = (of: Form) => writtenConfig(of).config;

/** Values that two hands may give to the same few keys; undefined removes one. */
const changes = fc.dictionary(
	fc.constantFrom('max_msgs', 'max_bytes', 'subjects', 'description', 'of_tomorrow'),
	fc.option(fc.oneof(fc.nat(), fc.string(), fc.array(fc.string())), { nil: undefined }),
);

const changed = (base: object, change: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
	Object.fromEntries(Object.entries({ ...base, ...change }).filter(([, value]) => value !== undefined));

describe('an edit that another hand gets ahead of', () => {
	test('has what the person changed, and else what is there now', () => {
		fc.assert(
			fc.property(changes, changes, (mine, theirs) => {
				const now = { ...opened, config: changed(opened.config, theirs) as typeof opened.config };
				const draft = Object.entries(mine).reduce((so, [key, value]) => setAt(so, key, value), form.draft);
				const based = configOf(onBase({ ...form, draft } as Form, now));
				const read: Readonly<Record<string, unknown>> = opened.config;
				for (const key of new Set([...Object.keys(now.config), ...Object.keys(mine)])) {
					const touched = key in mine && mine[key] !== read[key];
					expect(based[key], key).toEqual(touched ? mine[key] : (now.config as Record<string, unknown>)[key]);
				}
			}),
		);
	});

	test('keeps also what means nothing yet, and remembers what it was opened on through more changes', () => {
		const typing = { ...form, draft: setAt(form.draft, 'max_bytes', typed('10 lo')) } as Form;
		const once = onBase(typing, { ...opened, config: { ...opened.config, max_msgs: 11 } });
		const twice = onBase(once, { ...opened, config: { ...opened.config, max_msgs: 12 } });
		expect(twice.overtaken).toEqual(opened.config);
		expect(writtenConfig(twice)).toMatchObject({ config: { max_msgs: 12 }, faults: [{ path: 'max_bytes' }] });
	});

	test('that nobody overtook is not told of', () => {
		expect(
			onBase(form, streamInfo('LOGS', { config: { max_msgs: 10, subjects: ['logs.>'] } })).overtaken,
		).toBeUndefined();
	});
});

describe('an edit of a stream that was made anew under its name', () => {
	test('begins with what is there now', () => {
		const typing = { ...form, draft: setAt(form.draft, 'max_bytes', 10) } as Form;
		const forms = new Map([[form.id, typing]]);
		expect(streamEdit({ forms }, opened).draft).toHaveProperty('max_bytes', 10);
		expect(streamEdit({ forms }, { ...opened, created: '2026-12-24T10:00:00Z' }).draft).toBe(opened.config);
	});
});

describe('the text of a form', () => {
	test('left as it is changes nothing of an edit, not even by identity', () => {
		const { given } = beginText(form);
		expect(given).not.toContain('_nats.');
		const read = readEditorText(given, 'stream', { kind: 'stream', stream: 'LOGS' });
		if (!read.ok) throw new Error(read.message);
		const taken = takeConfig(form, read.config);
		expect(Object.entries(taken.draft).filter(([key, value]) => form.draft[key] !== value)).toEqual([]);
		expect(stringifyJson(configOf(taken))).toBe(stringifyJson(opened.config));
	});

	test('changes what it changes, removes what it removes, and adds what is unknown', () => {
		const { description: _, max_age: __, ...rest } = opened.config;
		const taken = configOf(takeConfig(form, { ...rest, max_msgs: 7, of_tomorrow: [1] }));
		expect(taken).toMatchObject({ max_msgs: 7, of_tomorrow: [1], metadata: opened.config.metadata });
		expect(taken).not.toHaveProperty('max_age');
	});
});
