import type { Field } from '../../fields/field.ts';
import type { FlagColumn, Verb } from '../flag.ts';
import { flagCodec } from '../flag-codec.ts';
import { partOfObject, type ReadFlag, takes, wholeObject } from './part.ts';

/** The flags by which `nats … add` or `nats … edit` takes these fields, in their order. */
export function fieldFlags(fields: readonly Field[], verb: Verb): readonly ReadFlag[] {
	return fields
		.flatMap((field) => {
			const { flag, name } = field;
			if (typeof flag === 'string' || (flag.only ?? verb) !== verb) return [];
			const away = flag.nothing?.startsWith('--no-') ? [takes(flag.nothing, name)] : [];
			return [...flagsOfField(flag, field), ...away];
		})
		.filter(({ only = verb }) => only === verb);
}

function flagsOfField(flag: Exclude<FlagColumn, string>, field: Field): readonly ReadFlag[] {
	if ('parts' in flag) {
		const part = flag.parts === 'anew' ? wholeObject : partOfObject;
		return fieldFlags(field.fields ?? [], 'add').map((each) => part(field.name, each));
	}
	if ('write' in flag || flag.read !== undefined) return flag.read ?? [];
	const names = [flag.name, ...(flag.also ?? [])].map((name) => `--${name}`);
	const reading = flagCodec(flag, field)?.reading;
	return reading === undefined ? [] : [{ names, ...reading }];
}
