import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../src/changes/proposal.ts';
import { differencesInWords, storedDifferently } from '../../src/changes/stored-differently.ts';
import type { Wire } from '../../src/changes/wire.ts';

const stream = (body: Configuration, config: Configuration): string => {
	const wire: Wire = {
		kind: 'request',
		endpoint: 'stream.update',
		params: { stream: 'S' },
		body: { name: 'S', ...body },
	};
	return differencesInWords(
		storedDifferently(wire, { kind: 'done', reply: { config: { name: 'S', ...config } }, ms: 1, came: [] }),
	);
};

describe('what a server holds otherwise', () => {
	it.each<readonly [string, Configuration, Configuration, string]>([
		['nothing', { max_msgs: 5, max_bytes: 0 }, { max_msgs: 5, max_bytes: -1, storage: 'file' }, ''],
		['a dropped key', { allow_msg_ttl: true }, {}, 'allow message ttl: no, not yes'],
		['a corrected value', { max_age: 2e9 }, { max_age: 1e9 }, 'max age: 1s, not 2s'],
		['a subject less and one more', { subjects: ['a'] }, { subjects: ['b'] }, 'subjects: without a; subjects: also b'],
		['a key of tomorrow', { tomorrow: 1 }, {}, 'tomorrow: without 1'],
		['what nobody asked for', {}, { mirror_direct: true, max_msgs: 5 }, ''],
		['what a seal does', { sealed: true, max_age: 1e9 }, { sealed: true, deny_delete: true }, ''],
	])('%s', (_what, asked, held, words) => {
		expect(stream(asked, held)).toBe(words);
	});

	it('is unknown without an answer that says it', () => {
		const wire: Wire = { kind: 'request', endpoint: 'stream.delete', params: { stream: 'S' } };
		expect(storedDifferently(wire, { kind: 'done', reply: { success: true }, ms: 1, came: [] })).toEqual([]);
		expect(storedDifferently({ ...wire, body: { name: 'S' } }, { kind: 'stopped' })).toEqual([]);
	});

	it('is told of consumers too', () => {
		const body = { stream_name: 'S', config: { name: 'C', pause_until: '2030-01-01T00:00:00Z' } };
		const wire: Wire = { kind: 'request', endpoint: 'consumer.create', params: { stream: 'S', consumer: 'C' }, body };
		const reply = { config: { name: 'C', ack_policy: 'none' } };
		expect(differencesInWords(storedDifferently(wire, { kind: 'done', reply, ms: 1, came: [] }))).toMatch(
			/^paused until: not paused, not 20/,
		);
	});
});
