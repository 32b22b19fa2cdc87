import { expect, it } from 'vitest';
import { planStreamCreate } from '../../src/changes/plan/stream-configuration.ts';

const losing = 'Servers lose messages of a file stream from sequence 4,611,686,018,427,387,904 on';

it.each([
	[{ first_seq: 2n ** 62n }, true],
	[{ first_seq: 2n ** 64n - 1n, storage: 'file' }, true],
	[{ first_seq: 2n ** 62n - 1n }, false],
	[{ first_seq: 2n ** 62n, storage: 'memory' }, false],
	[{}, false],
] as const)('a stream that begins where servers lose its messages is told so: %o', (config, warned) => {
	const plan = planStreamCreate({ name: 'A', ...config });
	const texts = 'refusal' in plan ? [] : plan.consequences.map(({ text }) => text);
	expect(texts.some((text) => text.startsWith(losing))).toBe(warned);
});
