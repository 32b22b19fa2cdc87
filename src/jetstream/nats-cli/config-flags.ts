import { isRecord } from '../../format/is.ts';
import type { Config } from '../fields/config.ts';
import type { Field } from '../fields/field.ts';
import { identity, normalValue } from '../fields/normal.ts';
import { unknownKeys } from '../fields/wrong-types.ts';
import type { PartsFlag, Verb, Words } from './flag.ts';
import { flagCodec } from './flag-codec.ts';

/** The words for a configuration; or the field that no flag can express, and whether a file can. */
export type Flags =
	| { readonly ok: true; readonly words: readonly string[]; readonly changed: readonly string[] }
	| { readonly ok: false; readonly field: string; readonly inFile: boolean };

/** A field that an older nats CLI silently drops from a file. */
const isRecent = ({ allow_batched }: Config): boolean => allow_batched === true;

/** The flags of `add` for a configuration, or of `edit` for the changes from `before`. */
export function configFlags(fields: readonly Field[], config: Config, before?: Config): Flags {
	const unheard = unheardKey(fields, config);
	if (unheard !== undefined) return { ok: false, field: unheard, inFile: false };
	const verb = before === undefined ? 'add' : 'edit';
	const words: string[] = [];
	const changed: string[] = [];
	for (const field of fields) {
		const value = normalValue(field, config);
		const same = identity(field, value) === identity(field, otherwise(field, config, before));
		if (!same) changed.push(field.name);
		if (same && !isSaidAlways(field, value, config, verb)) continue;
		const said = wordsOf(field, value, config, verb);
		if (said === undefined) return { ok: false, field: field.name, inFile: !isRecent(config) };
		words.push(...said);
	}
	return { ok: true, words, changed };
}

/** The value without a flag. */
function otherwise(field: Field, config: Config, before: Config | undefined): unknown {
	return normalValue(field, before ?? { ...config, [field.name]: undefined });
}

function isSaidAlways({ flag }: Field, value: unknown, config: Config, verb: Verb): boolean {
	return typeof flag === 'object' && flag.always === verb && (flag.alwaysWhen?.(value, config) ?? true);
}

/** The words for a value as a server would store it; undefined if no flag can express it. */
function wordsOf(field: Field, value: unknown, config: Config, verb: Verb): Words {
	const { flag } = field;
	if (flag === 'argument') return verb === 'add' ? [] : undefined;
	if (flag === 'none' || (flag.only ?? verb) !== verb) return undefined;
	if ('write' in flag) return flag.write(value, config);
	if ('name' in flag && flag.unless?.(value, config, verb)) return undefined;
	if (value === undefined && flag.nothing !== undefined) return [flag.nothing];
	if ('parts' in flag) return wordsOfParts(field, flag, value, verb);
	return flagCodec(flag, field)?.write(value);
}

/** For an object with `kept` parts, each missing part is written as empty. */
function wordsOfParts({ fields = [] }: Field, { parts }: PartsFlag, value: unknown, verb: Verb): Words {
	const object = value === undefined && parts === 'kept' ? {} : value;
	if (!isRecord(object)) return undefined;
	const words = fields.map((part): Words => {
		const { [part.name]: held } = object;
		const isEmpty = held === undefined || (Array.isArray(held) && held.length === 0);
		if (!isEmpty) return wordsOf(part, held, object, 'add');
		const isCleared = parts === 'kept' && verb === 'edit' && typeof part.flag === 'object' && 'name' in part.flag;
		return isCleared ? [`--${part.flag.name}=`] : [];
	});
	return words.every((said) => said !== undefined) ? words.flat() : undefined;
}

function unheardKey(fields: readonly Field[], config: Config): string | undefined {
	const [unknown] = unknownKeys(fields, config);
	if (unknown !== undefined) return unknown;
	const sources = [config.mirror, ...(Array.isArray(config.sources) ? config.sources : [])];
	if (sources.some((one) => isRecord(one) && one.consumer !== undefined)) return 'consumer';
	return config.sourcing === true ? 'sourcing' : undefined;
}
