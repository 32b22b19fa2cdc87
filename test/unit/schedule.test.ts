import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Resource } from '../../src/store/resource.ts';
import { Schedule } from '../../src/store/schedule.ts';

const intervalMs = 2000;

function resource(key: string, every = 1): Resource {
	return { key, every, fetch: () => Promise.reject(new Error('nothing is fetched here')) };
}

function keys(schedule: Schedule, resources: readonly Resource[], now: number): readonly string[] {
	return schedule.due(resources, now, intervalMs).map(({ key }) => key);
}

/** A schedule in which this was answered at 10 s. */
function answeredOnce(ok = true): Schedule {
	const schedule = new Schedule();
	schedule.asked('a');
	schedule.answered('a', ok, 10_000);
	return schedule;
}

const a = resource('a');

describe('the schedule', () => {
	it('wants at once what was never asked for', () => {
		const schedule = new Schedule();
		expect(schedule.lacks([a], 0, intervalMs)).toBe(true);
		expect(keys(schedule, [a, resource('b', 15)], 0)).toEqual(['a', 'b']);
	});

	it('asks nothing twice at once, however long the answer takes', () => {
		const schedule = new Schedule();
		schedule.asked('a');
		expect(keys(schedule, [a], 1_000_000)).toEqual([]);
		schedule.forget();
		expect(schedule.lacks([a], 1_000_000, intervalMs)).toBe(false);
	});

	it('asks again after as many intervals as a resource is worth', () => {
		const schedule = answeredOnce();
		expect(keys(schedule, [a], 11_000)).toEqual([]);
		expect(keys(schedule, [a], 12_000)).toEqual(['a']);
		expect(keys(schedule, [resource('a', 5)], 18_000)).toEqual([]);
		expect(keys(schedule, [resource('a', 5)], 20_000)).toEqual(['a']);
	});

	it('waits for the next poll with what is due, and no longer with what nobody looked at for a while', () => {
		expect(answeredOnce().lacks([a], 12_100, intervalMs)).toBe(false);
		expect(answeredOnce().lacks([a], 15_000, intervalMs)).toBe(true);
	});

	it('lets what failed wait alone, longer each time, until it is answered', () => {
		const schedule = answeredOnce(false);
		expect(keys(schedule, [a, resource('b')], 11_900)).toEqual(['b']);
		expect(keys(schedule, [a], 12_000)).toEqual(['a']);
		schedule.asked('a');
		schedule.answered('a', false, 12_000);
		expect(keys(schedule, [a], 15_900)).toEqual([]);
		schedule.asked('a');
		schedule.answered('a', true, 16_000);
		expect(keys(schedule, [a], 18_000)).toEqual(['a']);
	});

	it('asks at once again for what is out of date, but not for what is left alone', () => {
		const schedule = answeredOnce();
		schedule.outdate('a');
		expect(schedule.lacks([a], 10_001, intervalMs)).toBe(true);
		const failed = answeredOnce(false);
		failed.outdate('a');
		expect(failed.lacks([a], 10_001, intervalMs)).toBe(false);
	});

	it.each(['outdate', 'forget'] as const)('does not trust an answer to a question older than the call of %s', (how) => {
		const schedule = new Schedule();
		schedule.asked('a');
		schedule[how]('a');
		schedule.answered('a', true, 10_000);
		expect(schedule.lacks([a], 10_001, intervalMs)).toBe(true);
	});

	it('forgets failures when it forgets all', () => {
		const schedule = answeredOnce(false);
		schedule.forget();
		expect(keys(schedule, [a], 10_001)).toEqual(['a']);
	});

	it('keeps no memory of what was answered long ago', () => {
		const schedule = answeredOnce(false);
		schedule.prune(10_000);
		expect(keys(schedule, [a], 10_001)).toEqual([]);
		schedule.prune(10_001);
		expect(keys(schedule, [a], 10_001)).toEqual(['a']);
	});

	it('tells how long the slowest answer takes of what each poll asks for', () => {
		const schedule = new Schedule();
		const all = [a, resource('b'), resource('seldom', 5), resource('failed')];
		expect(schedule.slowest(all, 0)).toBe(0);
		for (const { key } of all) schedule.asked(key, 1000);
		// What was never answered says by itself that it is loading.
		expect(schedule.slowest(all, 9000)).toBe(0);
		schedule.answered('a', true, 1100);
		schedule.answered('b', true, 4000);
		schedule.answered('seldom', true, 8000);
		schedule.answered('failed', false, 8000);
		expect(schedule.slowest(all, 9000)).toBe(3000);
		expect(schedule.slowest([a], 9000)).toBe(100);
		schedule.asked('a', 10_000);
		expect(schedule.slowest(all, 11_000)).toBe(3000);
		expect(schedule.slowest(all, 16_000)).toBe(6000);
	});

	it('never names what is being asked, and always what was never asked', () => {
		const steps = fc.array(fc.tuple(fc.constantFrom('asked', 'answered', 'failed', 'outdate'), fc.nat(3)));
		fc.assert(
			fc.property(steps, (taken) => {
				const schedule = new Schedule();
				const asking = new Set<string>();
				const asked = new Set<string>();
				for (const [now, [step, id]] of taken.entries()) {
					const key = String(id);
					if (step === 'outdate') schedule.outdate(key);
					else if (step === 'asked') {
						schedule.asked(key);
						asking.add(key);
						asked.add(key);
					} else if (asking.delete(key)) schedule.answered(key, step === 'answered', now);
				}
				const due = keys(
					schedule,
					['0', '1', '2', '3'].map((key) => resource(key)),
					taken.length,
				);
				for (const key of asking) expect(due).not.toContain(key);
				for (const key of ['0', '1', '2', '3']) if (!asked.has(key)) expect(due).toContain(key);
			}),
		);
	});
});
