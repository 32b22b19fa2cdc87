import fc from 'fast-check';
import type { Field } from '../../src/jetstream/fields/field.ts';
import type { Supports } from '../../src/jetstream/server-features.ts';

export type Config = Readonly<Record<string, unknown>>;
export type { Supports };

/**
 * Random configurations that a standalone server takes. Each is first any mixture of values, each valid for itself, and then
 * made valid as a whole by leaving out what excludes something else.
 */
export const SECOND = 1_000_000_000;
export const DAY = 86_400 * SECOND;

export const token = fc.stringMatching(/^[a-z][a-z0-9]{0,4}$/);
export const words = fc.oneof(
	fc.constant('Orders of the day'),
	fc.string({ unit: 'grapheme', maxLength: 40 }),
	fc.constant(''),
);
export const labels = fc.dictionary(
	fc.stringMatching(/^[a-z][\w.-]{0,9}$/).filter((key) => key !== '__proto__'),
	words,
	{ maxKeys: 3 },
);
export const flag = fc.boolean();
export const limit = (max: number): fc.Arbitrary<number> =>
	fc.oneof(fc.constantFrom(-1, 0, 1), fc.integer({ min: 1, max }));
export const bigLimit = fc.oneof(limit(1_000_000), fc.bigInt({ min: 2n ** 53n, max: 2n ** 62n }));
export const sequence = fc.oneof(
	fc.constant(0),
	fc.integer({ min: 1, max: 1e9 }),
	fc.bigInt({ min: 2n ** 53n, max: 2n ** 62n }),
);
/** Nothing, or at least a tenth of a second; sometimes a number that no unit makes round. */
export const span = (max: number): fc.Arbitrary<number> =>
	fc.oneof(fc.constantFrom(0, SECOND, 60 * SECOND), fc.integer({ min: SECOND / 10, max }), fc.constant(max));
export const time = fc
	.date({ min: new Date('2001-01-01T00:00:00Z'), max: new Date('2099-01-01T00:00:00Z'), noInvalidDate: true })
	.map((date) => date.toISOString());

/** Subjects below a prefix that do not overlap. */
export const subjectsBelow = (prefix: string): fc.Arbitrary<readonly string[]> =>
	fc
		.array(fc.constantFrom('', '.*', '.>', '.*.x', '.*.>'), { minLength: 1, maxLength: 3 })
		.map((tails) => tails.map((tail, at) => `${prefix}.s${at}${tail}`));
export const positive = (value: unknown): boolean =>
	(typeof value === 'number' || typeof value === 'bigint') && value > 0;
export const on = (value: unknown): boolean => value === true;

export type Repair = (config: Config, supports: Supports) => Config;

export function repaired(config: Config, repairs: readonly Repair[], supports: Supports): Config {
	let rest = config;
	for (const repair of repairs) rest = { ...rest, ...repair(rest, supports) };
	return withoutUndefined(rest);
}

export const withoutUndefined = (config: Config): Config =>
	Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));

/** `before` with the values of `wish` for every field that this server lets an update of it change. */
export function edited(before: Config, wish: Config, fields: readonly Field[], supports: Supports): Config {
	const changes = fields
		.filter(({ since }) => supports(since))
		.flatMap((field) => (mayChange(field, before, wish, supports) ? [field.name] : []));
	const kept = Object.entries(before).filter(([name]) => !changes.includes(name));
	return Object.fromEntries([
		...kept,
		...changes.flatMap((name) => (name in wish ? [[name, wish[name]] as const] : [])),
	]);
}

/** What only turns on, what only changes to and fro, and what changes from some version on. */
function mayChange({ name, update }: Field, before: Config, wish: Config, supports: Supports): boolean {
	if (update === undefined) return true;
	const rule = typeof update === 'object' ? update : undefined;
	if (rule?.since !== undefined && !supports(rule.since)) return false;
	if (name === 'deny_purge' && on(before.allow_msg_schedules)) return false;
	if (update === 'enable-only' || name === 'allow_msg_ttl') return on(wish[name]) && !on(before[name]);
	if (name === 'retention') return [before, wish].every(({ retention = 'limits' }) => retention !== 'workqueue');
	return ['max_consumers', 'republish', 'consumer_limits'].includes(name);
}

const HOUR = 3600 * SECOND;

/** A server deletes consumers that nobody uses for as long as they, or their stream, say: none goes before a test looks at it. */
export function lasting(config: Config): Config {
	const { inactive_threshold: own, consumer_limits: limits } = config;
	const long = (value: unknown): unknown => (Number(value) > 0 && Number(value) < HOUR ? HOUR : value);
	const ofStream = limits as Config | undefined;
	return {
		...config,
		...(own !== undefined && { inactive_threshold: long(own) }),
		...(ofStream !== undefined && {
			consumer_limits: { ...ofStream, inactive_threshold: long(ofStream.inactive_threshold) },
		}),
	};
}
