import { describe, expect, it } from 'vitest';
import { changesBetween } from '../../src/console/changes.ts';
import { changedPaths } from '../../src/views/console/changed-paths.ts';

describe('what became different between two looks', () => {
	it('is told by its place, old and new', () => {
		const before = { state: { messages: 1, bytes: 10 }, config: { subjects: ['a'], name: 'S' } };
		const after = { state: { messages: 2, bytes: 10 }, config: { subjects: ['a', 'b'] }, mirror: { lag: 1 } };
		expect(changesBetween(before, after, 3)).toEqual({
			look: 3,
			lines: [
				'state.messages: 1 → 2',
				'config.subjects.1: nothing → "b"',
				'config.name: "S" → nothing',
				'mirror: nothing → {"lag":1}',
			],
			more: 0,
		});
	});

	it('is nothing where only the clock of the server went on', () => {
		expect(changesBetween({ ts: 'a', n: 1n }, { ts: 'b', n: 1n }, 2)).toBeUndefined();
		expect(changesBetween({ n: 18446744073709551615n }, { n: 18446744073709551614n }, 2)?.lines).toHaveLength(1);
	});

	it('is cut where it is much', () => {
		const list = Array.from({ length: 10 }, (_, at) => at);
		const changes = changesBetween(
			list,
			list.map((each) => each + 1),
			2,
		);
		expect(changes?.lines).toHaveLength(6);
		expect(changes?.more).toBe(4);
		expect(changesBetween('x'.repeat(200), 'y', 2)?.lines[0]?.length).toBeLessThan(100);
	});
});

describe('what is marked in a reply', () => {
	const marked = (before: unknown, after: unknown): readonly string[] =>
		[...changedPaths(before, after).changed].sort();

	it('is what is told: not the clock of the server', () => {
		expect(marked({ ts: '1', a: { b: 1 } }, { ts: '2', a: { b: 1 } })).toEqual([]);
		expect(marked({ a: 1, now: '1' }, { a: 1 })).toEqual([]);
		const { changed, lacking } = changedPaths({ a: { b: 1, c: 2 } }, { a: { b: 1 } });
		expect([[...changed].sort(), [...lacking]]).toEqual([['', '.a'], ['.a']]);
		expect(marked({ ts: '1', a: { b: 1 } }, { ts: '2', a: { b: 2 } })).toEqual(['', '.a', '.a.b']);
		expect(marked({ a: { ts: '1' } }, { a: { ts: '2' } })).toEqual(['', '.a', '.a.ts']);
		expect(marked({ a: [1, 2] }, { a: [1, 2, 3] })).toEqual(['', '.a', '.a.2']);
	});
});
