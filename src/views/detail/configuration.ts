import { type DescribedField, describeConfig } from '../../jetstream/fields/describe.ts';
import type { Field, FieldGroup } from '../../jetstream/fields/field.ts';
import type { Features } from '../../jetstream/server-features.ts';
import type { Fact, Section } from '../line.ts';
import { facts, paragraph } from './facts.ts';

export type Heading = readonly [title: string, groups: readonly FieldGroup[]];

export interface Configuration {
	readonly fields: readonly Field[];
	readonly config: Readonly<Record<string, unknown>>;
	readonly headings: readonly Heading[];
	/** Fields shown under their heading even at their default: what people look for first. */
	readonly always: readonly string[];
	/** Fields shown elsewhere. */
	readonly never: readonly string[];
	readonly features: Features;
	/** Fields of the other mode are left out. */
	readonly mode?: 'pull' | 'push';
	/** Columns for the line of defaults. */
	readonly columns: number;
}

export interface Described {
	/** The fields that were set, by heading; then fields of newer servers that jetdeck does not know. */
	readonly chosen: readonly Section[];
	/** Fields at their default, for the end of the view. */
	readonly rest: readonly Section[];
}

export function configurationSections(configuration: Configuration): Described {
	const { fields, config, headings, always, never, features, mode, columns } = configuration;
	const lines = describeConfig(fields, config, features).filter(
		(line) => !never.includes(line.name) && !isOfOtherMode(line, mode),
	);
	const told = (line: DescribedField): boolean => !line.isDefault || always.includes(line.name);
	const factsOf = (list: readonly DescribedField[]) => list.map((line) => factOf(line, config));
	const chosen = headings.flatMap(([title, groups]) =>
		facts(title, factsOf(lines.filter((line) => groups.some((group) => group === line.field?.group) && told(line)))),
	);
	const unknown = facts('Fields of a newer server', factsOf(lines.filter((line) => line.unknown)));
	const left = lines.filter((line) => !told(line)).map(({ label, value }) => `${label} ${value}`);
	const rest: readonly Section[] =
		left.length === 0 ? [] : [{ kind: 'text', title: 'Defaults', lines: paragraph(left.join(' · '), 'dim', columns) }];
	return { chosen: [...chosen, ...unknown], rest };
}

function isOfOtherMode({ field, isDefault }: DescribedField, mode: 'pull' | 'push' | undefined): boolean {
	return isDefault && field?.mode !== undefined && field.mode !== mode;
}

function factOf(line: DescribedField, config: Readonly<Record<string, unknown>>): Fact {
	const { label, name, field, isDefault } = line;
	const set = config[name];
	// The meaning of the value says more than the help of the field; a description or a subject needs none.
	const meaning = field?.values?.find(({ value }) => value === (set ?? field.default))?.help;
	const help = meaning ?? (field?.group === 'identity' ? undefined : field?.help);
	return {
		label,
		value: allOf(set) ?? line.value,
		tone: isDefault ? 'plain' : 'strong',
		...(help !== undefined && { help }),
	};
}

/** Lists and metadata in full: unlike a single line, this view has the room. */
function allOf(value: unknown): string | undefined {
	if (Array.isArray(value) && value.length > 1 && value.every((each) => typeof each === 'string'))
		return value.join(', ');
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
	const own = Object.entries(value).filter(([key]) => !key.startsWith('_nats.'));
	const texts = own.every(([, each]) => typeof each === 'string');
	return own.length > 1 && texts ? own.map(([key, each]) => `${key}=${each}`).join(', ') : undefined;
}
