import { describe, expect, it } from 'vitest';
import type { Answer, Problem } from '../../src/jetstream/problem.ts';
import { answered, type Datum, loading, unknown } from '../../src/store/datum.ts';
import { putStream } from '../../src/store/entries.ts';
import type { StreamEntry } from '../../src/store/state.ts';
import { now, streamInfo } from '../support/state.ts';

function failure(kind: Problem['kind']): Answer<never> {
	return { ok: false, problem: { kind, subject: 'X', message: 'No.', advice: 'Wait.' }, at: now, ms: 1 };
}

const value: Answer<number> = { ok: true, value: 1, at: now, ms: 1 };
const known: Datum<number> = { phase: 'ready', value: 1, at: now };

describe('a datum', () => {
	it('is ready after an answer, whatever it was', () => {
		for (const before of [unknown, loading<number>(unknown), answered<number>(unknown, failure('timeout'))])
			expect(answered(before, value)).toEqual(known);
	});

	it('keeps the value it had through failures', () => {
		const failed = answered(known, failure('timeout'));
		expect(failed).toMatchObject({ phase: 'failed', problem: { kind: 'timeout' }, last: { value: 1, at: now } });
		expect(answered(failed, failure('api'))).toMatchObject({ problem: { kind: 'api' }, last: { value: 1, at: now } });
	});

	it.each(['disconnected', 'cancelled'] as const)('learns nothing from a question that was %s', (kind) => {
		expect(answered(known, failure(kind))).toBe(known);
		expect(answered(loading<number>(unknown), failure(kind))).toEqual(unknown);
		const part = { phase: 'loading', last: { value: 1, at: now } } as const;
		expect(answered<number>(part, failure(kind))).toBe(part);
	});

	it('is loading while it is first asked for, and stays ready afterwards', () => {
		expect(loading(unknown)).toEqual({ phase: 'loading' });
		expect(loading(known)).toBe(known);
	});
});

describe('the entry of a stream', () => {
	const info = streamInfo('S');
	const listed: Answer<typeof info> = { ok: true, value: info, at: now, ms: 1 };

	it('keeps what LIST said where INFO is refused, and says so where nothing is known', () => {
		const entries = new Map<string, StreamEntry>();
		putStream(entries, 'S', failure('permission-publish'));
		expect(entries.get('S')?.info.phase).toBe('failed');
		putStream(entries, 'S', listed);
		putStream(entries, 'S', failure('permission-publish'));
		expect(entries.get('S')?.info).toEqual({ phase: 'ready', value: info, at: now });
	});

	it('is what was read last, whatever came last, unless the clock was set back', () => {
		const entries = new Map<string, StreamEntry>();
		const at = Date.now();
		putStream(entries, 'S', { ...listed, at: at - 1000 });
		putStream(entries, 'S', { ...listed, value: streamInfo('S', { state: { messages: 7 } }), at: at - 9000 });
		putStream(entries, 'S', { ...failure('timeout'), at: at - 9000 });
		expect(entries.get('S')?.info).toEqual({ phase: 'ready', value: info, at: at - 1000 });
		putStream(entries, 'S', { ...listed, at: at + 3_600_000 });
		putStream(entries, 'S', { ...listed, at });
		expect(entries.get('S')?.info).toMatchObject({ phase: 'ready', at });
	});

	it('is offline from the LIST that says so until an answer that does not', () => {
		const entries = new Map<string, StreamEntry>();
		putStream(entries, 'S', failure('timeout'), 'unsupported');
		putStream(entries, 'S', failure('timeout'));
		expect(entries.get('S')?.offline).toBe('unsupported');
		putStream(entries, 'S', listed);
		expect(entries.get('S')?.offline).toBeUndefined();
	});
});
