import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Asset } from '../../src/changes/asset.ts';
import {
	afterRound,
	editorNotes,
	editorText,
	faultNotes,
	readEditorText,
	withNotes,
	withoutNotes,
} from '../../src/forms/editor-text.ts';

const logs: Asset = { kind: 'stream', stream: 'LOGS' };
const tail: Asset = { kind: 'consumer', stream: 'LOGS', consumer: 'tail' };
const original = editorText({ name: 'LOGS', subjects: ['logs.>'], max_bytes: -1 });
const read = (text: string) => readEditorText(text, 'stream', logs);

describe('the text of a configuration in an editor', () => {
	it('comes back without its notes, whatever it holds', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (config, message) => {
				const text = editorText(config);
				expect(withoutNotes(withNotes(faultNotes(message), text))).toBe(text);
				expect(withoutNotes(withNotes(editorNotes('Stream LOGS'), text))).toBe(text);
				expect(withoutNotes(text)).toBe(text);
			}),
		);
	});

	it('has its notes on lines of their own, whatever a message says', () => {
		const noted = withNotes(faultNotes('two\nlines\u001b[31m'), '{}\n');
		expect(noted.split('\n')).toHaveLength(4);
		expect(noted).not.toContain('\u001b');
	});

	it('tells of a fault by the line that the person sees when it comes again', () => {
		const wrong = original.replace('"subjects": [', '"subjects" [');
		const found = read(wrong);
		if (found.ok) throw new Error('it means nothing');
		const seen = withNotes(faultNotes(found.message), wrong).split('\n');
		const [, line] = /^Line (\d+), column/.exec(found.message) ?? [];
		expect(seen[Number(line) - 1]).toContain('"subjects" [');
	});

	it('is read exactly, with keys that are unknown', () => {
		const text = '{"name": "LOGS", "first_seq": 9223372036854775807, "of_tomorrow": {"a": [1]}}';
		expect(read(text)).toMatchObject({
			ok: true,
			config: { name: 'LOGS', first_seq: 9223372036854775807n, of_tomorrow: { a: [1] } },
			notes: [expect.stringContaining('of_tomorrow')],
		});
	});

	it.each([
		[logs, '{"name": "OTHER"}', /name must stay LOGS/],
		[tail, '{"durable_name": "other"}', /durable_name must stay tail/],
		[
			logs,
			'{"stream_name": "LOGS", "config": {"durable_name": "tail"}}',
			/configuration of a consumer, not of a stream/,
		],
	])('stays what it is: %o', (asset, text, message) => {
		const found = readEditorText(text, asset.kind, asset);
		expect(found).toMatchObject({ ok: false, message: expect.stringMatching(message) });
	});

	it('of a consumer is one, also where it only has a name', () => {
		expect(readEditorText('{"name": "tail"}', 'consumer', tail)).toMatchObject({ ok: true, config: { name: 'tail' } });
	});
});

describe('what an editor left', () => {
	const first = { given: original };
	const faulty = original.replace('-1', '1 GiB');

	it.each([
		['as it was', withNotes(editorNotes('Stream LOGS'), original)],
		['without its notes', original],
		['empty', ''],
		['with nothing but notes', '// Stream LOGS\n\n'],
	])('%s changes nothing', (_, left) => {
		expect(afterRound(first, first, left, read)).toEqual({ kind: 'unchanged' });
	});

	it('comes again with its fault, every letter kept', () => {
		const after = afterRound(first, first, faulty, read);
		expect(after).toMatchObject({ kind: 'again', round: { given: faulty, fault: expect.stringMatching(/^Line 8/) } });
	});

	it('is given up where it came again and was left so', () => {
		const round = { given: faulty, fault: 'Line 6' };
		expect(afterRound(first, round, faulty, read)).toMatchObject({ kind: 'given up', text: faulty });
		expect(afterRound(first, round, `${faulty} `, read)).toMatchObject({ kind: 'again' });
		expect(afterRound(first, round, original, read)).toEqual({ kind: 'unchanged' });
	});

	it('is a configuration where it says one', () => {
		const after = afterRound(first, first, original.replace('-1', '1024'), read);
		expect(after).toEqual({
			kind: 'changed',
			config: { name: 'LOGS', subjects: ['logs.>'], max_bytes: 1024 },
			notes: [],
		});
	});
});
