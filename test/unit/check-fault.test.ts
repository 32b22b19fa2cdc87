import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CheckChoices } from '../../src/cli/check/check.ts';
import { printCheck } from '../../src/cli/check/print-check.ts';
import { defaultLagLimits } from '../../src/store/lag-limits.ts';

const printed = vi.hoisted((): string[] => []);
vi.mock('../../src/cli/outlet.ts', async (original) => ({
	...(await original<typeof import('../../src/cli/outlet.ts')>()),
	writeBeforeEnd: (text: string) => printed.push(text),
	watchOutput: () => {},
}));

const choices: CheckChoices = {
	what: 'stream',
	stream: 'S',
	consumer: '',
	limits: defaultLagLimits,
	json: false,
	withinMs: 60_000,
};
const heard = ['uncaughtException', 'unhandledRejection', 'SIGINT', 'SIGTERM', 'SIGHUP'] as const;

describe('a bug in a check', () => {
	const before = heard.map((event) => [event, new Set(process.rawListeners(event))] as const);
	afterEach(() => {
		vi.restoreAllMocks();
		printed.length = 0;
		for (const [event, own] of before)
			for (const listener of process.rawListeners(event))
				if (!own.has(listener)) process.off(event, listener as (...args: unknown[]) => void);
	});

	it.each([
		[false, /^UNKNOWN stream S: jetdeck ended because of a bug: it broke\n$/],
		[true, /"status": "unknown"/],
	])('is unknown: another exit code would be a verdict (json: %s)', async (json, said) => {
		const details: string[] = [];
		vi.spyOn(process.stderr, 'write').mockImplementation((text) => details.push(String(text)) > 0);
		vi.spyOn(process, 'exit').mockImplementation((code) => {
			throw new Error(`exit ${code}`);
		});
		const broken = () => Promise.reject(new Error('it broke'));
		await expect(printCheck({ own: broken, system: broken, choices: { ...choices, json } })).rejects.toThrow('exit 3');
		expect(printed.join('')).toMatch(said);
		expect(details.join('')).toContain('check-fault.test.ts');
	});
});
