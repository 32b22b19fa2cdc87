import { describe, expect, it } from 'vitest';
import type { Line } from '../../src/format/line.ts';
import type { Problem } from '../../src/jetstream/problem.ts';
import { features as known } from '../../src/jetstream/server-features.ts';
import { accountSections, connectionSection } from '../../src/views/detail/account.ts';
import { consumerSections } from '../../src/views/detail/consumer.ts';
import { streamSections } from '../../src/views/detail/stream.ts';
import { accountVerdicts } from '../../src/views/health/account.ts';
import type { Fact, Section } from '../../src/views/line.ts';
import {
	accountInfo,
	before,
	clusterOf,
	consumerInfo,
	deckState,
	now,
	sampleState,
	streamInfo,
} from '../support/state.ts';

const text = (line: Line): string =>
	line
		.map((each) => each.text)
		.join('')
		.trimEnd();
const { features } = deckState();
const ofStream = (info: ReturnType<typeof streamInfo>) =>
	streamSections({ info, at: now - 500, now, features, columns: 76 });

/** The facts of all sections by label. */
function factsIn(sections: readonly Section[]): Readonly<Record<string, Fact>> {
	const facts = sections.flatMap((section) => (section.kind === 'facts' ? section.facts : []));
	return Object.fromEntries(facts.map((fact) => [fact.label, fact]));
}

function titles(sections: readonly Section[]): readonly string[] {
	return sections.map(({ title }) => title);
}

/** The rows of the table of that title, as texts. */
function table(sections: readonly Section[], title: string): readonly (readonly string[])[] {
	const found = sections.find((section) => section.title === title);
	return found?.kind === 'table' ? found.rows.map((row) => row.map((cell) => cell.text)) : [];
}

describe('the overview of a stream', () => {
	it('has what was chosen first and strong, and the defaults at its end', () => {
		const sections = ofStream(streamInfo('S', { config: { max_age: 86_400_000_000_000, description: 'mine' } }));
		expect(titles(sections)).toEqual(['State', 'Configuration', 'Limits', 'Server', 'Defaults']);
		const facts = factsIn(sections);
		expect(facts['Max age']).toMatchObject({ value: '1d', tone: 'strong' });
		expect(facts.Storage).toMatchObject({ value: 'file', tone: 'plain', help: 'On disk.' });
		expect(facts['Max bytes']).toBeUndefined();
		const rest = sections.at(-1);
		expect(rest?.kind === 'text' && rest.lines.map(text).join(' ')).toContain('Max bytes unlimited');
	});

	it('shows shares of its limits', () => {
		const facts = factsIn(
			ofStream(
				streamInfo('S', {
					config: { max_msgs: 1000, max_bytes: 2_306_868, max_consumers: 4, max_age: 172_800_000_000_000 },
				}),
			),
		);
		expect(facts.Messages).toEqual({ label: 'Messages', value: '812 of 1,000', share: 0.812 });
		expect(facts.Bytes?.share).toBeCloseTo(0.5);
		expect(facts.Consumers?.share).toBe(0.25);
		expect(facts['Oldest message']).toMatchObject({ value: '1d of 2d', share: expect.closeTo(0.5) });
	});

	it('of an empty stream tells no age of messages', () => {
		const never = '0001-01-01T00:00:00Z';
		const info = streamInfo('S', {
			state: { messages: 0, first_seq: 0, last_seq: 0, first_ts: never, last_ts: never },
		});
		expect(factsIn(ofStream(info))['First sequence']?.value).toBe('0');
		expect(factsIn(ofStream(info))['Last sequence']?.value).toBe('0');
	});

	it('keeps the fields of newer servers', () => {
		const sections = ofStream(streamInfo('S', { config: { allow_teleport: { to: 'moon' } } }));
		expect(factsIn(sections).allow_teleport?.value).toBe('{"to":"moon"}');
		expect(titles(sections)).toContain('Fields of a newer server');
	});

	it('has tables of replicas, mirror, sources and alternates', () => {
		const sections = ofStream(
			streamInfo('S', {
				info: {
					...clusterOf(['n2', 0], ['n3', 12]),
					mirror: { name: 'ORIGIN', lag: 3, active: -1, filter_subject: 'a.>' },
					sources: [{ name: 'OTHER', lag: 0, active: 1e9, error: { code: 404, description: 'not found' } }],
					alternates: [{ name: 'S', cluster: 'C1' }],
				},
			}),
		);
		expect(table(sections, 'Replicas')).toEqual([
			['n2', 'current ✓', '0', '0.2s'],
			['n3', 'behind', '12', '0.2s'],
		]);
		expect(table(sections, 'Mirror')).toEqual([['ORIGIN', '3', 'never', 'a.>', '-']]);
		expect(table(sections, 'Sources')).toEqual([['OTHER', '0', '1s', 'all', 'not found']]);
		expect(table(sections, 'Alternates, the nearest first')).toEqual([['S', 'C1', '-']]);
		expect(titles(sections)[0]).toBe('Health');
	});
});

describe('the overview of a consumer', () => {
	const of = (info: ReturnType<typeof consumerInfo>) =>
		consumerSections({ info, at: now - 500, now, features, columns: 76, limits: sampleState().lagLimits });

	it('begins with what it does, in a sentence', () => {
		const sentence = (info: ReturnType<typeof consumerInfo>) => {
			const [first] = of(info);
			return first?.kind === 'text' ? first.lines.map(text).join(' ') : '';
		};
		expect(sentence(consumerInfo('S', 'c'))).toBe(
			'A durable pull consumer of all of S; each message needs an acknowledgement.',
		);
		const config = {
			durable_name: '',
			filter_subjects: ['a', 'b'],
			deliver_subject: 'to.me',
			deliver_group: 'g',
			ack_policy: 'none',
		} as const;
		expect(sentence(consumerInfo('S', 'c', { config }))).toBe(
			'An ephemeral push consumer of a, b, pushed to to.me, shared by the group g; no acknowledgements.',
		);
	});

	it('says how far it is, and how long it stays paused', () => {
		const info = { num_pending: 40, num_ack_pending: 250, paused: true, pause_remaining: 61e9 };
		const facts = factsIn(of(consumerInfo('S', 'c', { info })));
		expect(facts.Lag?.value).toBe('290 messages to go');
		expect(facts['Ack pending']).toMatchObject({ value: '250 of 1,000', share: 0.25 });
		expect(facts.Paused?.value).toMatch(/^for 1m1s more, until /);
		expect(facts['Waiting pulls']?.value).toBe('1 of 512');
	});

	it('of a push consumer tells whether somebody listens, and nothing of pulls', () => {
		const sections = of(consumerInfo('S', 'c', { config: { deliver_subject: 'to.me' } }));
		expect(factsIn(sections).Bound?.value).toBe('no: nobody listens');
		expect(factsIn(sections)['Waiting pulls']).toBeUndefined();
	});

	it('names the pinned client', () => {
		const groups = [{ group: 'a', pinned_client_id: 'x', pinned_ts: before(60_000) }, { group: 'b' }];
		const sections = of(consumerInfo('S', 'c', { info: { priority_groups: groups } }));
		expect(table(sections, 'Priority groups')).toEqual([
			['a', 'x', '1m'],
			['b', 'none', '-'],
		]);
	});
});

describe('the account', () => {
	it('shows usage against limits, or by tier', () => {
		const sections = accountSections(accountInfo(), deckState());
		expect(factsIn(sections).Storage).toEqual({
			label: 'Storage',
			value: '10.2 GiB of 20 GiB',
			share: expect.closeTo(0.512, 2),
		});
		expect(factsIn(sections).Streams).toEqual({ label: 'Streams', value: '2' });
		const { limits } = accountInfo();
		const tier = { memory: 0, storage: 5, streams: 1, consumers: 0, limits };
		const tiered = accountSections(accountInfo({ tiers: { R1: tier, R3: tier } }), deckState());
		expect(titles(tiered).slice(0, 2)).toEqual(['JetStream, tier R1', 'JetStream, tier R3']);
	});

	it.each([
		[759, undefined, undefined],
		[760, 'warn', 'warning: Storage 76% full, 760 B of 1000 B.'],
		[909, 'warn', 'warning: Storage 91% full, 909 B of 1000 B.'],
		[910, 'bad', 'critical: Storage 91% full, 910 B of 1000 B.'],
		[1000, 'bad', 'critical: Storage 100% full, 1000 B of 1000 B.'],
	] as const)('of %i of 1000 bytes is as grave as a check calls it', (storage, tone, said) => {
		const { limits } = accountInfo();
		const info = accountInfo({ storage, limits: { ...limits, max_storage: 1000 } });
		const sections = accountSections(info, deckState());
		expect(factsIn(sections).Storage?.shareTone).toBe(tone);
		expect(accountVerdicts(info).map(({ severity, sentence }) => `${severity}: ${sentence}`)).toEqual(
			said ? [said] : [],
		);
		expect(titles(sections)[0]).toBe(said ? 'Health' : 'JetStream');
	});

	it('counts the consumers of all streams, and tells the limit of each', () => {
		const { limits } = accountInfo();
		const shown = factsIn(
			accountSections(accountInfo({ consumers: 14, limits: { ...limits, max_consumers: 10 } }), deckState()),
		);
		expect(shown.Consumers).toMatchObject({ label: 'Consumers', value: '14' });
		expect(shown.Consumers?.help).toContain('mirror');
		expect(factsIn(accountSections(accountInfo({ consumers: 0 }), deckState())).Consumers?.help).toBeUndefined();
		expect(shown['Max consumers']).toEqual({ label: 'Max consumers', value: '10 in each stream' });
	});

	it('tells what was refused', () => {
		const denied = new Map([
			[
				'$JS.API.STREAM.LIST',
				{ endpoint: 'stream.list', subject: '$JS.API.STREAM.LIST', operation: 'publish', at: now } as const,
			],
		]);
		const sections = accountSections(accountInfo(), deckState({ denied }));
		expect(table(sections, 'Permissions refused so far')).toEqual([['publish', '$JS.API.STREAM.LIST']]);
	});

	it('says how lists refresh only if there is JetStream', () => {
		const listsRefresh = (parts: Parameters<typeof deckState>[0]) =>
			factsIn(connectionSection(deckState(parts)))['Lists refresh']?.value;
		const failed = (problem: Partial<Problem>) => {
			const { kind = 'api', subject = '$JS.API.INFO', message = '', advice = '', ...rest } = problem;
			return { account: { phase: 'failed', problem: { kind, subject, message, advice, ...rest }, at: now } } as const;
		};
		expect(listsRefresh({})).toBe('at once, by advisories');
		expect(listsRefresh({ advisories: false })).toMatch(/^with the next poll/);
		expect(listsRefresh(failed({ kind: 'permission-publish' }))).toBe('at once, by advisories');
		for (const problem of [{ errCode: 10039 }, { errCode: 10076 }, { kind: 'no-responders' }] as const)
			expect(listsRefresh(failed(problem))).toBeUndefined();
		expect(listsRefresh({ account: { phase: 'unknown' } })).toBeUndefined();
	});

	it('tells what an older server cannot', () => {
		const facts = factsIn(accountSections(accountInfo(), deckState({ features: known('2.11', 1) })));
		expect(facts['2.11']?.value).toMatch(/^✓ /);
		expect(facts['2.12']?.value).toMatch(/^not supported: /);
		const old = factsIn(
			accountSections(accountInfo(), deckState({ features: { ...known('2.9', 0), isDerived: true } })),
		);
		expect(old['Replied by']?.value).toBe('nats-server 2.9 or older');
	});
});
