import { expect, it, onTestFinished, vi } from 'vitest';
import { Bursts } from '../../src/store/bursts.ts';

it('hands over what was told once, and no more names than a bound', () => {
	vi.useFakeTimers();
	onTestFinished(() => void vi.useRealTimers());
	const handed: ReadonlySet<string>[] = [];
	const bursts = new Bursts((keys) => handed.push(keys));
	bursts.tell(['a', 'b'], 2_000);
	bursts.tell(['a'], 2_000);
	vi.advanceTimersByTime(300);
	expect(handed).toEqual([new Set(['a', 'b'])]);
	for (let at = 0; at < 30_000; at += 1) bursts.tell([String(at)], 2_000);
	vi.advanceTimersByTime(2_000);
	expect(handed.at(-1)?.size).toBe(10_000);
});
