import { describe, expect, it } from 'vitest';
import { features, featuresOf, supports, versionInWords } from '../../src/jetstream/server-features.ts';
import type { AccountInfo } from '../../src/jetstream/wire.ts';
import type { ServerIdentity } from '../../src/nats/link.ts';

const server = (version: string): ServerIdentity => ({
	name: 'n1',
	id: 'N',
	version,
	jetstream: true,
	maxPayload: 1_048_576,
	headers: true,
	address: '127.0.0.1:4222',
});

const account = (level?: number, reserved?: number): AccountInfo => ({
	memory: 0,
	storage: 0,
	streams: 0,
	consumers: 0,
	limits: { max_memory: -1, max_storage: -1, max_streams: -1, max_consumers: -1 },
	api: { total: 0, errors: 0, ...(level !== undefined && { level }) },
	...(reserved !== undefined && { reserved_memory: reserved, reserved_storage: reserved }),
});

describe('which version answers', () => {
	it.each<
		readonly [string, ServerIdentity | undefined, AccountInfo | undefined, string | undefined, number | undefined]
	>([
		['nothing known', undefined, undefined, undefined, undefined],
		['only the greeting', server('2.10.27'), undefined, '2.10.27', 0],
		['2.10, no level', server('2.10.27'), account(undefined, 0), '2.10.27', 0],
		['a greeting from a pre-release', server('2.15.0-RC.1'), undefined, '2.15.0-RC.1', 5],
		['2.9, no level', server('2.9.10'), account(), '2.9.10', 0],
		['2.15.1, level 5', server('2.15.1'), account(5), '2.15.1', 5],
		['2.12.3 with its level', server('2.12.3'), account(2), '2.12.3', 2],
		['a newer hub behind an old leaf', server('2.10.27'), account(4), '2.14', 4],
		['a 2.10 hub behind a new leaf', server('2.15.1'), account(undefined, 0), '2.10', 0],
		['a 2.9 hub behind a new leaf', server('2.15.1'), account(), '2.9', 0],
		['a 2.10 hub behind an old leaf', server('2.9.10'), account(undefined, 0), '2.10', 0],
		['a level of the future', server('2.17.0'), account(7), '2.17.0', 7],
		['a level of the future, old leaf', server('2.11.4'), account(7), '2.15', 7],
	])('%s', (_case, greeting, info, version, apiLevel) => {
		const { version: line, apiLevel: level } = featuresOf(greeting, info);
		expect([line, level]).toEqual([version, apiLevel]);
	});

	it.each([
		['2.9.10', '2.9', true],
		['2.9.10', '2.10', false],
		['2.10.27', '2.9', true],
		['2.12.4', '2.12.5', false],
		['2.12.5', '2.12.5', true],
		['2.12', '2.12.5', false],
		['2.15.1', '2.15.1', true],
		['3.0.0', '2.15.1', true],
		['not a version', '2.9', false],
	] as const)('%s supports what came with %s: %s', (version, since, expected) => {
		expect(supports(features(version, undefined), since)).toBe(expected);
	});

	it.each([
		[server('2.15.1'), account(), '2.9 or older'],
		[server('2.9.10'), account(), '2.9.10'],
		[server('2.15.1'), account(undefined, 0), '2.10'],
		[server('2.10.27'), account(1), '2.11'],
		[server('2.10.27'), account(2), '2.12'],
		[server('2.10.27'), account(3), '2.12.5 or a later 2.12'],
		[server('2.12.5'), account(3), '2.12.5'],
		[server('2.12.5'), undefined, '2.12.5'],
		[server('2.10.27'), account(7), '2.15 or newer'],
		[server('2.15.1'), account(5), '2.15.1'],
		[undefined, undefined, 'of an unknown version'],
	])('is said no more exactly than it is known', (greeting, info, words) => {
		expect(versionInWords(featuresOf(greeting, info))).toBe(words);
	});

	it('supports nothing before anything is known', () => {
		expect(supports(features(undefined, undefined), '2.9')).toBe(false);
	});
});
