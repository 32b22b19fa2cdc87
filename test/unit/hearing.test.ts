import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AnswerNote } from '../../src/jetstream/api-options.ts';
import { Hearing } from '../../src/store/hearing.ts';

const note = (kind?: string): AnswerNote =>
	({ ok: kind === undefined, ...(kind !== undefined && { problem: { kind } }) }) as unknown as AnswerNote;

describe('when the server last replied', () => {
	beforeEach(() => {
		vi.useFakeTimers({ now: 0 });
	});
	afterEach(() => {
		vi.useRealTimers();
	});

	/** What is known 5 s later, when nothing is asked any more. */
	function later(...notes: readonly AnswerNote[]): number | undefined {
		const hearing = new Hearing();
		for (const each of notes) hearing.note(each);
		vi.advanceTimersByTime(5_000);
		hearing.noteIdle();
		return hearing.heard().heardAt;
	}

	it('stays known while nothing is asked, also after somebody stopped a sweep', () => {
		expect(later(note())).toBe(5_000);
		expect(later(note(), note('refused'))).toBe(10_000);
		expect(later(note(), note('cancelled'))).toBe(15_000);
	});

	it('is now where a silence was no measure, and stays as old as it was afterwards', () => {
		const hearing = new Hearing();
		hearing.note(note('timeout'));
		vi.advanceTimersByTime(5_000);
		hearing.noteThere();
		expect(hearing.heard().heardAt).toBe(5_000);
		vi.advanceTimersByTime(5_000);
		hearing.noteIdle();
		expect(hearing.heard().heardAt).toBe(5_000);
	});

	it('grows old after a request without a reply, and a stopped one makes it no younger', () => {
		expect(later(note(), note('timeout'))).toBe(0);
		expect(later(note(), note('timeout'), note('cancelled'))).toBe(5_000);
	});
});
