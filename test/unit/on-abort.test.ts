import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { onAbort } from '../../src/nats/on-abort.ts';

it('tells each that still waits, once, with one listener for all', () => {
	const stop = new AbortController();
	const told: number[] = [];
	const ends = Array.from({ length: 1000 }, (_, at) => onAbort(stop.signal, () => told.push(at)));
	expect(getEventListeners(stop.signal, 'abort')).toHaveLength(1);
	for (const end of ends.slice(0, 997)) end();
	stop.abort();
	stop.abort();
	expect(told).toEqual([997, 998, 999]);
});

it('does not tell who ended the waiting meanwhile', () => {
	const stop = new AbortController();
	const told: string[] = [];
	onAbort(stop.signal, () => {
		told.push('first');
		endThird();
	});
	onAbort(stop.signal, () => told.push('second'));
	const endThird = onAbort(stop.signal, () => told.push('third'));
	stop.abort();
	expect(told).toEqual(['first', 'second']);
});

it('leaves no listener once nobody waits, and listens again for the next', () => {
	const stop = new AbortController();
	const told: string[] = [];
	for (const end of [onAbort(stop.signal, () => told.push('one')), onAbort(stop.signal, () => told.push('two'))]) {
		end();
		end();
	}
	expect(getEventListeners(stop.signal, 'abort')).toHaveLength(0);
	onAbort(stop.signal, () => told.push('three'));
	stop.abort();
	expect(told).toEqual(['three']);
});
