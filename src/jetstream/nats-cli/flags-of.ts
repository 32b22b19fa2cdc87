import type { Field } from '../fields/field.ts';
import { identity, isRecord, normalValue } from '../fields/normal.ts';
import { unknownKeys } from '../fields/wrong-types.ts';
import type { FlagRow } from './flag.ts';

type Config = Readonly<Record<string, unknown>>;

/** The words for a configuration; or the field that no flag can say, and whether a file of the program can. */
export type Flags =
	| { readonly ok: true; readonly words: readonly string[]; readonly changed: readonly string[] }
	| { readonly ok: false; readonly field: string; readonly inFile: boolean };

/** A field that the program drops from a file without a word where it is older than the field. */
const isRecent = ({ allow_batched }: Config): boolean => allow_batched === true;

/** What `add` is told of a configuration, or `edit` of what changes from `before`. */
export function flagsOf(fields: readonly Field[], rows: readonly FlagRow[], config: Config, before?: Config): Flags {
	const unheard = unheardKey(fields, config);
	if (unheard !== undefined) return { ok: false, field: unheard, inFile: false };
	const verb = before === undefined ? 'add' : 'edit';
	const words: string[] = [];
	const changed: string[] = [];
	for (const field of fields) {
		const row = rows.find((one) => one.field === field.name);
		const value = normalValue(field, config);
		const same = identity(field, value) === identity(field, otherwise(field, config, before));
		const always =
			(row?.always === verb || row?.always === 'both') &&
			(row.alwaysWhen === undefined || row.alwaysWhen(value, config));
		if (!same) changed.push(field.name);
		if (same && !always) continue;
		const said = row?.[verb]?.(value, config);
		if (said === undefined) return { ok: false, field: field.name, inFile: !isRecent(config) };
		words.push(...said);
	}
	return { ok: true, words, changed };
}

/** What it would be if it were not said. */
function otherwise(field: Field, config: Config, before: Config | undefined): unknown {
	return normalValue(field, before ?? { ...config, [field.name]: undefined });
}

function unheardKey(fields: readonly Field[], config: Config): string | undefined {
	const [unknown] = unknownKeys(fields, config);
	if (unknown !== undefined) return unknown;
	const sources = [config.mirror, ...(Array.isArray(config.sources) ? config.sources : [])];
	if (sources.some((one) => isRecord(one) && one.consumer !== undefined)) return 'consumer';
	return config.sourcing === true ? 'sourcing' : undefined;
}
