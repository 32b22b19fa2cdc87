import fc from 'fast-check';
import type { Field, FieldKind } from '../../src/jetstream/fields/field.ts';
import {
	DAY,
	flag,
	labels,
	limit,
	SECOND,
	type Supports,
	sequence,
	span,
	subjectsBelow,
	time,
	token,
	words,
} from './configs.ts';

/** Values of fields by their names; undefined is none. */
export type Values = Readonly<Record<string, fc.Arbitrary<unknown>>>;

interface About {
	/** Of all subjects. */
	readonly prefix: string;
	readonly supports: Supports;
}

type Generator = (field: Field, about: About) => fc.Arbitrary<unknown>;

const none = fc.constant(undefined);

/** A number that may be unlimited, or of which 0 says nothing. */
const numberUpTo =
	(most: number): Generator =>
	({ unlimited }) =>
		unlimited === -1 ? limit(most) : fc.integer({ min: 0, max: most });

const record: Generator = ({ fields = [] }, about) => fc.record(fieldValues(fields, about), { requiredKeys: [] });

/** A value of each kind of field that a standalone server takes. Where streams come from only a caller knows. */
const generators: Readonly<Record<FieldKind, Generator>> = {
	name: () => token,
	text: () => words,
	subject: (_field, { prefix }) => subjectsBelow(prefix).map(([first]) => first),
	subjects: (_field, { prefix }) => subjectsBelow(prefix),
	texts: () => fc.array(token, { maxLength: 3 }),
	count: numberUpTo(1000),
	bytes: numberUpTo(1_000_000),
	'bit-rate': numberUpTo(1e9),
	duration: () => span(DAY),
	durations: () => fc.array(fc.integer({ min: SECOND / 1000, max: DAY }), { maxLength: 4 }),
	percent: () => fc.integer({ min: 0, max: 100 }).chain((share) => fc.constantFrom(`${share}`, `${share}%`)),
	enum: ({ values = [] }, { supports }) =>
		fc.constantFrom(...values.filter(({ since }) => supports(since)).map(({ value }) => value)),
	flag: () => flag,
	timestamp: () => time,
	sequence: () => sequence,
	metadata: () => labels,
	'consumer-limits': record,
	placement: () => none,
	source: () => none,
	sources: () => none,
	external: () => none,
	'consumer-source': () => none,
	republish: () => none,
	transform: () => none,
	transforms: () => none,
};

/** A value for each field that a server has and that people may set; `own` are those that say more than the kind does. */
export function fieldValues(fields: readonly Field[], about: About, own: Values = {}): Values {
	const { supports } = about;
	const offered = fields.filter(
		({ since, gone, hidden }) => !hidden && supports(since) && !(gone !== undefined && supports(gone)),
	);
	return Object.fromEntries(
		offered.map((field) => [field.name, own[field.name] ?? generators[field.kind](field, about)] as const),
	);
}
