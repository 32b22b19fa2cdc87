import { describe, expect, it } from 'vitest';
import { dependentSentence, dependentsOf } from '../../src/jetstream/loss/dependents.ts';
import { lossInWords } from '../../src/jetstream/loss/loss.ts';
import { managersOf } from '../../src/jetstream/loss/managed-by.ts';

describe('what depends on a stream', () => {
	it('is what mirrors or sources it in the same account', () => {
		const streams = [
			{ name: 'A', subjects: ['a'] },
			{ name: 'COPY', mirror: { name: 'A' } },
			{ name: 'ALL', sources: [{ name: 'B' }, { name: 'A' }] },
			{ name: 'FAR', mirror: { name: 'A', external: { api: '$JS.hub.API' } } },
			{ name: 'OTHER', sources: [{ name: 'B' }] },
		];
		const found = dependentsOf('A', streams);
		expect(found).toEqual([
			{ stream: 'COPY', as: 'mirror' },
			{ stream: 'ALL', as: 'source' },
		]);
		expect(found.map(dependentSentence)).toEqual([
			'Stream COPY mirrors this stream.',
			'Stream ALL has this stream as a source.',
		]);
	});
});

describe('who manages a stream', () => {
	const names = (config: Parameters<typeof managersOf>[0]): readonly string[] =>
		managersOf(config).map(({ name }) => name);

	it.each([
		['a bucket', { name: 'KV_users', subjects: ['$KV.users.>'] }, ['the key-value bucket users']],
		['a store', { name: 'OBJ_pics', subjects: ['$O.pics.C.>', '$O.pics.M.>'] }, ['the object store pics']],
		[
			'a mirror of one',
			{ name: 'KV_far', mirror: { name: 'KV_users' }, max_msgs_per_subject: 1 },
			['the key-value bucket far'],
		],
		['only the name', { name: 'KV_users', subjects: ['users.>'] }, []],
		['a key', { name: 'A', metadata: { 'app.kubernetes.io/managed-by': 'Helm' } }, ['Helm']],
		['a tool', { name: 'A', metadata: { 'terraform.workspace': 'prod' } }, ['Terraform']],
		['a description', { name: 'A', description: 'Orders, managed by NACK.' }, ['NACK']],
		['both', { name: 'A', description: 'managed by NACK', metadata: { managed_by: 'NACK' } }, ['NACK']],
		['nothing', { name: 'A', metadata: { owner: 'billing', '_nats.ver': '2.12' } }, []],
		['another word', { name: 'A', metadata: { snack: 'chips' } }, []],
	])('is told by %s', (_what, config, expected) => {
		expect(names(config)).toEqual(expected);
	});

	it('is told of a consumer by its marks alone', () => {
		expect(names({ name: 'KV_x', ack_policy: 'explicit', metadata: { 'managed-by': 'Pulumi' } })).toEqual(['Pulumi']);
	});
});

describe('a loss in words', () => {
	it.each([
		[{ messages: 1, exact: true }, '1 message'],
		[{ messages: 1204, bytes: 2048, exact: true }, '1,204 messages, 2 KiB'],
		[{ messages: 9, exact: false }, 'about 9 messages'],
		[{ messages: 9, exact: false, atMost: true as const }, 'at most 9 messages'],
		[{ messages: 0, exact: true }, 'no messages'],
	])('says how sure it is', (loss, words) => {
		expect(lossInWords(loss)).toBe(words);
	});
});
