import { describe, expect, it } from 'vitest';
import { type Finding, unreadFinding } from '../../src/cli/check/finding.ts';
import { type Judge, walkAccount } from '../../src/cli/check/walk.ts';
import { readPages } from '../../src/jetstream/pages.ts';
import type { Answer, Problem } from '../../src/jetstream/problem.ts';
import type { Ask } from '../../src/jetstream/replies.ts';
import type { Api } from '../../src/jetstream/request.ts';
import { consumerInfo, streamInfo } from '../support/state.ts';

const LIMIT = 4;
const problemOf = (kind: Problem['kind'], more: Partial<Problem> = {}): Problem => ({
	kind,
	subject: '',
	message: 'It failed',
	advice: 'Do this.',
	...more,
});
const refusal = (problem: Problem): Answer<never> => ({ ok: false, problem, at: 0, ms: 0 });

/** Every stream is wrong, and so is every consumer. */
const judge: Judge<string> = {
	stream: ({ config: { name } }) => ({ findings: [wrong({ kind: 'stream', stream: name })], kept: name }),
	consumer: ({ stream_name: stream, name }) => ({
		findings: [wrong({ kind: 'consumer', stream, consumer: name })],
		kept: name,
	}),
	asksConsumers: ({ state }) => Number(state.consumer_count) > 0,
};
const wrong = (about: Finding['about']): Finding => ({ about, severity: 'warning', short: 'so', sentence: 'So.' });

interface Account {
	readonly streams: number;
	/** Of each stream. */
	readonly consumers?: number;
	/** How many streams the server counts, where it counts others than it lists. */
	readonly counted?: number;
	/** Fails in place of a reply. */
	readonly fails?: (id: string, offset: number) => Problem | undefined;
}

/** The pages of an account, as servers slice them. */
function apiOf({ streams, consumers = 0, counted = streams, fails = () => undefined }: Account): Api {
	const infos = Array.from({ length: streams }, (_, at) =>
		streamInfo(`S${at}`, { state: { consumer_count: consumers } }),
	);
	const ask = (async (
		id: string,
		{ stream = '' }: { readonly stream?: string },
		{ offset }: { readonly offset: number },
	) => {
		const problem = fails(id, offset);
		if (problem !== undefined) return refusal(problem);
		const all =
			id === 'stream.list' ? infos : Array.from({ length: consumers }, (_, at) => consumerInfo(stream, `C${at}`));
		const page = all.slice(offset, offset + LIMIT);
		const total = id === 'stream.list' ? counted : consumers;
		const value = { total, offset, limit: LIMIT, [id === 'stream.list' ? 'streams' : 'consumers']: page };
		return { ok: true, value, at: 0, ms: 0 };
	}) as unknown as Ask;
	const pages: Api['pages'] = (id, params, body, options) => readPages(ask, id, params, body, options);
	return { pages } as Api;
}

const lively = new AbortController().signal;
const walk = (account: Account, signal = lively) => walkAccount(apiOf(account), judge, signal);
const unread = (findings: readonly Finding[]) =>
	findings.flatMap(({ severity, sentence }) => (severity === 'warning' ? [] : [`${severity}: ${sentence}`]));

describe('a walk through an account', () => {
	it('judges every stream and consumer of every page, and keeps nothing else', async () => {
		const { findings, streams, consumers, isWhole } = await walk({ streams: 9, consumers: 5 });
		expect([streams.length, consumers.length, findings.length]).toEqual([9, 45, 54]);
		expect(new Set(streams)).toEqual(new Set(Array.from({ length: 9 }, (_, at) => `S${at}`)));
		expect(isWhole).toEqual({ streams: true, consumers: true });
	});

	it.each([3, 9])('does not call a list whole that has more than its %i entries', async (streams) => {
		const { findings, isWhole } = await walk({ streams, counted: streams + 2 });
		expect(unread(findings)).toEqual([
			'unknown: jetdeck did not read 2 streams: the list of the account changed while it was read, or has entries without a name.',
		]);
		expect(isWhole.streams).toBe(false);
	});

	it('keeps what it found before a page failed', async () => {
		const fails = (_: string, offset: number) =>
			offset >= 8 ? problemOf('timeout', { message: 'No reply.' }) : undefined;
		const { findings, streams, isWhole } = await walk({ streams: 20, fails });
		expect(streams.length).toBeGreaterThan(LIMIT);
		expect(findings.filter(({ severity }) => severity === 'warning')).toHaveLength(streams.length);
		expect(unread(findings)).toEqual([
			`unknown: No reply. Raise --timeout, or find out why the server is slow. Only ${streams.length} streams were read.`,
		]);
		expect(isWhole.streams).toBe(false);
	});

	it('says how many streams it read no consumers of once it is over, and why it ended', async () => {
		const end = new AbortController();
		const fails = (id: string) => {
			if (id === 'consumer.list') end.abort('--within 5s ended');
			return end.signal.aborted ? problemOf('cancelled') : undefined;
		};
		const { findings, isWhole } = await walk({ streams: 3, consumers: 1, fails }, end.signal);
		expect(unread(findings)).toEqual([
			'unknown: --within 5s ended before jetdeck had read the consumers of 3 streams.',
		]);
		expect(isWhole).toEqual({ streams: true, consumers: false });
	});

	it.each([
		[
			'timeout',
			'unknown: Its consumers could not be read: It failed. Raise --timeout, or find out why the server is slow.',
		],
		['api', 'critical: Its consumers could not be read: It failed. Do this.'],
	] as const)('says of a list of consumers that ends with %s', async (kind, said) => {
		const fails = (id: string) => (id === 'consumer.list' ? problemOf(kind) : undefined);
		expect(unread((await walk({ streams: 1, consumers: 1, fails })).findings)).toEqual([said]);
	});

	it('takes a stream that was deleted meanwhile for gone', async () => {
		const fails = (id: string) => (id === 'consumer.list' ? problemOf('api', { errCode: 10059 }) : undefined);
		expect(unread((await walk({ streams: 1, consumers: 1, fails })).findings)).toEqual([]);
	});

	it('says once that the user may not read consumers', async () => {
		const fails = (id: string) => (id.startsWith('consumer.') ? problemOf('permission-publish') : undefined);
		expect(unread((await walk({ streams: 3, consumers: 1, fails })).findings)).toEqual([
			'unknown: jetdeck may not read the consumers of 3 streams: It failed. Do this.',
		]);
	});
});

describe('what cannot be read', () => {
	it.each([
		['timeout', {}, 'unknown'],
		['disconnected', {}, 'unknown'],
		['no-responders', {}, 'unknown'],
		['malformed', {}, 'unknown'],
		['permission-publish', {}, 'unknown'],
		['cancelled', {}, 'unknown'],
		['timeout', { missing: true }, 'critical'],
		['api', { errCode: 10118 }, 'critical'],
	] as const)('for %s %j is %s: only the server itself can say what is wrong', (kind, more, severity) => {
		expect(unreadFinding({ kind: 'stream', stream: 'S' }, problemOf(kind, more), lively)).toMatchObject({ severity });
	});
});
