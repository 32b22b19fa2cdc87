import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Line } from '../../src/format/line.ts';
import { emptyList } from '../../src/store/list.ts';
import type { DeckState } from '../../src/store/state.ts';
import type { View } from '../../src/store/view.ts';
import { crumbSpans } from '../../src/views/crumbs.ts';
import { emptyLines } from '../../src/views/empty.ts';
import { type Ends, headerSpans } from '../../src/views/header.ts';
import { layoutOf, listHeight, tooSmall } from '../../src/views/layout.ts';
import { noticeLines } from '../../src/views/notice.ts';
import { lineWidth } from '../../src/views/spans.ts';
import { deckState, hostileTexts, isHarmless, now, ready, sampleState, server } from '../support/state.ts';

const text = (line: Line): string => line.map((each) => each.text).join('');

function ends({ left, right }: Ends, columns: number): string {
	return text(left) + ' '.repeat(columns - lineWidth(left) - lineWidth(right)) + text(right);
}

describe('the header', () => {
	const at = (state: DeckState) => ends(headerSpans(state), state.size.columns);

	it('of a live deck', () => {
		expect(at(sampleState())).toBe('jetdeck  nats://127.0.0.1:4222 · ORDERS · n1 2.15.1 · 0.8 ms           ● live 2s');
	});

	it('says production in a word, and that nothing may be changed', () => {
		const context = { name: 'prod', description: 'Orders', colorScheme: 'red', production: true };
		const target = { ...sampleState().target, label: 'prod', beforeServer: undefined, context };
		const state = sampleState({ target, readOnly: true, size: { columns: 100, rows: 24 } });
		expect(at(state)).toBe(
			'jetdeck  PRODUCTION prod · ✓ nothing wrong · ORDERS · n1 2.15.1 · 0.8 ms        READ-ONLY  ● live 2s',
		);
		expect(
			headerSpans(state)
				.left.filter(({ tone }) => tone === 'bad')
				.map((each) => each.text),
		).toEqual(['PRODUCTION ', 'prod']);
	});

	it.each<readonly [string, Partial<DeckState>]>([
		['◌ connecting', { link: { phase: 'connecting', since: now, attempt: 1 } }],
		[
			'◌ connecting, attempt 3, next in 4s',
			{ link: { phase: 'connecting', since: now, attempt: 3, retryAt: now + 4000 } },
		],
		[
			'◐ reconnecting, attempt 2 · data 12s old',
			{ link: { phase: 'reconnecting', since: now, attempt: 2, server }, heardAt: now - 12_000 },
		],
		['◐ slow · data 7s old', { heardAt: now - 7000 }],
		['◐ slow, every 6s', { heardAt: now - 3000, lastTick: { at: now, ms: 1000, paceMs: 6000 } }],
		['● live 2s', { heardAt: now - 500, lastTick: { at: now, ms: 10, paceMs: 2000 } }],
		['● live 0.5s', { intervalMs: 500 }],
		['○ closed', { link: { phase: 'closed' } }],
	])('%s', (said, parts) => {
		expect(at(sampleState(parts)).endsWith(` ${said}`)).toBe(true);
	});

	it('names the server that is in use, of those given and those learnt', () => {
		const several = { ...sampleState().target, servers: ['nats://127.0.0.1:4222', 'nats://b:4222'] };
		const first = (parts: Partial<DeckState>) =>
			at(sampleState({ size: { columns: 120, rows: 24 }, ...parts })).split(' · ')[0];
		const link = { phase: 'connected', since: now, server: { ...server, address: 'nats://b:4222' } } as const;
		expect(first({ target: several, link })).toBe('jetdeck  nats://b:4222');
		expect(first({ link })).toBe('jetdeck  nats://b:4222');
		const lost = { phase: 'reconnecting', since: now, attempt: 1, server } as const;
		expect(first({ target: several, link: lost })).toMatch(/^jetdeck {2}nats:\/\/127\.0\.0\.1:4222 and 1 more$/);
		const about = { name: 'prod', production: false };
		const replaced = { ...several, label: 'prod @ nats://127.0.0.1:4222', beforeServer: 'prod @ ', context: about };
		expect(first({ target: replaced, link })).toBe('jetdeck  prod @ nats://b:4222');
		const named = at(
			sampleState({ target: { ...several, label: 'prod', beforeServer: undefined, context: about }, link }),
		);
		expect(named).toMatch(/^jetdeck {2}prod · ORDERS · n1 2\.15\.1 · nats:\/\/b:4222/);
	});

	it('fits any width and lets nothing through', () => {
		const evil = fc.constantFrom(...hostileTexts);
		fc.assert(
			fc.property(evil, fc.integer({ min: 20, max: 250 }), fc.boolean(), (name, columns, readOnly) => {
				const context = { name, description: name, production: true };
				const target = { ...sampleState().target, label: name, beforeServer: undefined, context };
				const link = {
					phase: 'connected',
					since: now,
					server: { ...server, name, cluster: name, domain: name },
				} as const;
				const user = { user: name, account: name };
				const { left, right } = headerSpans(sampleState({ target, link, user, readOnly, size: { columns, rows: 24 } }));
				expect(lineWidth(left) + 1 + lineWidth(right)).toBeLessThanOrEqual(columns);
				expect(isHarmless(text([...left, ...right]))).toBe(true);
			}),
		);
	});
});

describe('under the header', () => {
	const problem = {
		kind: 'auth',
		address: 'nats://127.0.0.1:4222',
		message: 'The server now refuses the login with user ops.',
		advice: 'The user or its account was changed or removed on the server. Start jetdeck with the new login.',
	} as const;
	const link = { phase: 'reconnecting', since: now, attempt: 1, server, problem, retryAt: now + 5000 } as const;
	const at = (parts: Partial<DeckState>) => noticeLines(sampleState({ link, ...parts })).map(text);

	it('it is said why the connection is gone, and what to do', () => {
		expect(at({})).toEqual([
			'  ! nats://127.0.0.1:4222: The server now refuses the login with user ops. The',
			'  user or its account was changed or removed on the server. Start jetdeck with',
			'  the new login. Press r to try now.',
		]);
		expect(noticeLines(sampleState({ link })).map((line) => line[0]?.tone)).toEqual(['bad', 'plain', 'plain']);
		expect(at({ size: { columns: 80, rows: 16 } })).toEqual([
			'  ! nats://127.0.0.1:4222: The server now refuses the login with user ops. The',
			'  user or its account was changed or removed on the server. Start jetdeck with …',
		]);
	});

	it('no key is named that is a letter where one types', () => {
		expect(at({ views: [{ kind: 'console' }] }).join(' ')).not.toContain('r tries');
		expect(at({ views: [{ kind: 'console' }] }).join(' ')).toContain('refuses the login');
	});

	it('servers are named that have not answered while others are tried again', () => {
		const trying = ['nats://10.0.0.5:4222', 'nats://10.0.0.6:4222'];
		expect(at({ link: { ...link, trying } }).join(' ')).toContain('Press r to try now');
		expect(at({ link: { ...link, trying }, size: { columns: 300, rows: 24 } }).join(' ')).toContain(
			'No reply yet from nats://10.0.0.5:4222 and 1 more.',
		);
	});

	it.each<readonly [string, Partial<DeckState>]>([
		['while connected', { link: { phase: 'connected', since: now, server } }],
		['at the first try after a loss', { link: { phase: 'reconnecting', since: now, attempt: 1, server, problem } }],
		['where the view itself says it', { streamNames: { phase: 'unknown' } }],
		['once closed', { link: { phase: 'closed' } }],
	])('nothing is said %s', (_, parts) => {
		expect(at(parts)).toEqual([]);
	});

	it('whatever a server says does no harm, and fits', () => {
		fc.assert(
			fc.property(fc.constantFrom(...hostileTexts), fc.integer({ min: 60, max: 200 }), (said, columns) => {
				const size = { columns, rows: 24 };
				const lines = noticeLines(sampleState({ size, link: { ...link, problem: { ...problem, message: said } } }));
				expect(lines.length).toBeLessThanOrEqual(3);
				for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(columns);
				expect(lines.every((line) => isHarmless(text(line)))).toBe(true);
			}),
		);
	});
});

describe('the breadcrumbs', () => {
	const at = (state: DeckState) => ends(crumbSpans(state), state.size.columns).trimEnd();
	const list = (parts: Partial<DeckState['lists'] extends ReadonlyMap<unknown, infer L> ? L : never>) =>
		new Map([['streams' as const, { ...emptyList, ...parts }]]);

	it.each<readonly [string, Partial<DeckState>]>([
		['Streams 2 · by name ↑', {}],
		[
			'Streams 1 of 2 · filter log · by messages ↓ · 1 marked',
			{ lists: list({ filter: 'log', sort: { column: 'messages', descending: true }, marked: new Set(['LOGS']) }) },
		],
		['Streams', { streamNames: { phase: 'loading' } }],
		['Streams › LOGS › consumers 2 · by name ↑', { views: [{ kind: 'stream', stream: 'LOGS', pane: 'consumers' }] }],
		['Consumers 3 so far · r reads all · by stream ↑', { views: [{ kind: 'consumers' }] }],
		['Consumers 3 · by stream ↑', { views: [{ kind: 'consumers' }], swept: { consumers: now } }],
		['Account', { views: [{ kind: 'account' }] }],
		[
			'Streams 2 · by name ↑ · reading all streams: 5 of 10 █████░░░░░ esc stops',
			{ sweep: { kind: 'streams', done: 5, total: 10, startedAt: now } },
		],
	])('%s', (said, parts) => {
		expect(at(sampleState(parts))).toBe(said);
	});

	it('have the panes of a stream at their right, and leave them out first', () => {
		const state = sampleState({ views: [{ kind: 'stream', stream: 'LOGS', pane: 'overview' }] });
		expect(at(state)).toBe('Streams › LOGS › overview  [overview] consumers  messages  subjects  JSON  code');
		expect(at({ ...state, size: { columns: 60, rows: 24 } })).toBe('Streams › LOGS › overview');
	});

	it('say why the list is not renewed', () => {
		const problem = { kind: 'timeout', subject: '', message: 'No answer.', advice: '' } as const;
		const streamNames = { phase: 'failed', problem, at: now, last: { value: ['LOGS'], at: now - 12_000 } } as const;
		expect(at(sampleState({ streamNames }))).toBe('Streams 1 · by name ↑ · ! 12s old: No answer.');
	});

	it('cut a long error before the panes go', () => {
		const problem = { kind: 'timeout', subject: '', message: 'No answer. '.repeat(30), advice: '' } as const;
		const last = { value: ['bill'], at: now - 12_000 };
		const consumerNames = { entries: new Map([['LOGS', { phase: 'failed', problem, at: now, last } as const]]) };
		const views: readonly View[] = [{ kind: 'stream', stream: 'LOGS', pane: 'consumers' }];
		const wide = at(sampleState({ consumerNames, views, size: { columns: 160, rows: 24 } }));
		expect(wide).toMatch(/ · ! 12s old: No answer\. No.*… +overview \[consumers\] messages/);
		expect(at(sampleState({ consumerNames, views }))).not.toContain('[consumers]');
	});

	it('count what cannot be read, wherever it stands in the list', () => {
		const problem = { kind: 'timeout', subject: '', message: 'No answer.', advice: 'It is asked again.' } as const;
		const failed = { phase: 'failed', problem, at: now } as const;
		const { streams, consumers, consumerNames } = sampleState();
		const broken = {
			swept: { consumers: now },
			streams: { entries: new Map([...streams.entries, ['LOGS', { info: failed }]]) },
			consumers: {
				entries: new Map([...consumers.entries, ['LOGS\0x', { info: failed }], ['ORDERS\0y', { info: failed }]]),
			},
			consumerNames: { entries: new Map([...consumerNames.entries]).set('ORDERS', failed) },
		};
		expect(at(sampleState(broken))).toBe('Streams 2 · by name ↑ · ! 1 unreadable');
		expect(at(sampleState({ ...broken, views: [{ kind: 'lag' }] }))).toMatch(
			/ · ! 2 unreadable, consumers of 1 stream unknown$/,
		);
		expect(at(sampleState({ ...broken, views: [{ kind: 'stream', stream: 'LOGS', pane: 'consumers' }] }))).toMatch(
			/! 1 unreadable$/,
		);
	});

	it('fit any width', () => {
		const evil = fc.constantFrom(...hostileTexts);
		fc.assert(
			fc.property(evil, fc.integer({ min: 20, max: 250 }), (name, columns) => {
				const views: readonly View[] = [{ kind: 'consumer', stream: name, consumer: name, pane: 'json' }];
				const { left, right } = crumbSpans(sampleState({ views, size: { columns, rows: 24 } }));
				expect(lineWidth(left) + lineWidth(right)).toBeLessThanOrEqual(columns);
				expect(isHarmless(text([...left, ...right]))).toBe(true);
			}),
		);
	});
});

describe('an empty list', () => {
	const at = (state: DeckState, id: Parameters<typeof emptyLines>[1] = 'streams') => emptyLines(state, id)?.map(text);

	it('is not empty when it has rows', () => {
		expect(at(sampleState())).toBeUndefined();
	});

	it('says that there is nothing, that nothing matches, or that it is being read', () => {
		expect(at(deckState({ streamNames: ready([]) }))?.[0]).toBe('  No streams in this account yet.');
		const lists = new Map([['streams' as const, { ...emptyList, filter: 'foo' }]]);
		expect(at(sampleState({ lists }))).toEqual(['  Nothing matches /foo. esc clears the filter.']);
		expect(at(deckState({ streamNames: { phase: 'loading' } }))).toEqual(['  Reading the streams…']);
		expect(at(deckState(), 'lag')).toEqual(['  Reading the consumers…']);
		expect(at(deckState({ streamNames: ready([]) }), 'lag')).toEqual(['  No consumers in this account.']);
		expect(at(deckState({ streamNames: ready(['S']), swept: { consumers: now } }), 'lag')).toEqual([
			'  No consumers in this account.',
		]);
	});

	it('does not say that there are no consumers where a stream did not tell', () => {
		const problem = { kind: 'timeout', subject: '', message: 'No reply.', advice: 'Try again.' } as const;
		const consumerNames = { entries: new Map([['S', { phase: 'failed', problem, at: now } as const]]) };
		const state = deckState({ streamNames: ready(['S']), swept: { consumers: now }, consumerNames });
		expect(at(state, 'lag')).toEqual(['  ! The consumers of 1 stream are unknown. S: No reply.', '  Try again.']);
		expect(at(state, 'consumers')).toEqual(at(state, 'lag'));
	});

	it('says what failed and what to do', () => {
		const problem = {
			kind: 'no-responders',
			subject: '$JS.API.STREAM.NAMES',
			message: 'Nobody answers.',
			advice: 'Enable it.',
		} as const;
		expect(at(deckState({ streamNames: { phase: 'failed', problem, at: now } }))).toEqual([
			'  ! Nobody answers.',
			'  Enable it.',
		]);
	});

	it('says why there is no connection, and the ways on', () => {
		const problem = {
			kind: 'refused',
			address: '127.0.0.1:4222',
			message: 'Nothing listens there.',
			advice: 'Start a server.',
		} as const;
		const link = { phase: 'connecting', since: now, attempt: 3, problem, retryAt: now + 4000 } as const;
		expect(at(deckState({ link }))).toEqual([
			'  ! 127.0.0.1:4222: Nothing listens there.',
			'  Start a server.',
			'',
			'  Attempt 3 failed; the next one is in 4s. Connecting with no credentials.',
			'  r tries now · :context switches the context · :demo opens a demo server',
		]);
		expect(at(deckState({ link: { phase: 'connecting', since: now, attempt: 1 } }))).toEqual([
			'  Connecting to nats://127.0.0.1:4222 with no credentials…',
		]);
	});
});

describe('the layout', () => {
	it('gives every row to something', () => {
		const sizes = fc.record({ columns: fc.integer({ min: 60, max: 250 }), rows: fc.integer({ min: 16, max: 80 }) });
		const view = fc.constantFrom<View>({ kind: 'streams' }, { kind: 'account' }, { kind: 'lag' });
		const problem = { kind: 'lost', address: 'a:1', message: 'It was lost. '.repeat(9), advice: 'Wait.' } as const;
		const lost = { phase: 'reconnecting', since: now, attempt: 2, server, problem } as const;
		fc.assert(
			fc.property(sizes, view, fc.boolean(), (size, shown, isLost) => {
				const layout = layoutOf(sampleState({ size, views: [shown], ...(isLost && { link: lost }) }));
				const { header, notice, crumbs, heading, body, footer } = layout;
				expect(header + notice + crumbs + heading + body + footer).toBe(size.rows);
				expect(notice > 0).toBe(isLost);
			}),
		);
	});

	it('has a second line of keys where there is room', () => {
		expect(listHeight(deckState({ size: { columns: 80, rows: 19 } }))).toBe(15);
		expect(listHeight(deckState({ size: { columns: 80, rows: 20 } }))).toBe(15);
		expect(listHeight(deckState({ size: { columns: 80, rows: 20 }, views: [{ kind: 'account' }] }))).toBe(16);
	});

	it('needs 60×16', () => {
		expect(tooSmall({ columns: 60, rows: 16 })).toBeUndefined();
		expect(tooSmall({ columns: 59, rows: 16 })).toBe('jetdeck needs 60×16; this terminal is 59×16.');
		expect(tooSmall({ columns: 60, rows: 15 })).toBe('jetdeck needs 60×16; this terminal is 60×15.');
	});
});

describe('the journal', () => {
	const shown = (parts: Partial<DeckState>) => {
		const state = sampleState({ views: [{ kind: 'journal' }], size: { columns: 120, rows: 24 }, ...parts });
		return [...noticeLines(state), ...(emptyLines(state, 'journal') ?? [])].map(text).join(' ');
	};

	it('says where it is kept', () => {
		expect(shown({ journalPlace: { path: '/state/journal.jsonl' } })).toBe(
			'  No changes yet.   The journal lists every change until jetdeck ends, and stores it in /state/journal.jsonl.',
		);
	});

	it('says that nothing is kept beyond the deck, and why', () => {
		expect(shown({ journalPlace: { path: '/state/journal.jsonl', problem: 'The disk is full.' } })).toBe(
			'  ! jetdeck cannot write the journal. The disk is full.   No changes yet.   The journal lists every change until jetdeck ends.',
		);
	});
});
