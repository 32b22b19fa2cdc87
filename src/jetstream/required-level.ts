import type { Version } from './endpoints/endpoint.ts';
import type { Field } from './fields/field.ts';
import { supports, versionOfLevel } from './server-features.ts';

interface Configured {
	readonly metadata?: Readonly<Record<string, string>> | null | undefined;
}

/** The API level that a server must have to open a stream or consumer, as servers from 2.11 on store it; 0: any. */
export function requiredLevel({ metadata }: Configured): number {
	const text = metadata?.['_nats.req.level'] ?? '';
	return /^\d{1,6}$/.test(text) ? Number(text) : 0;
}

/** `2, nats-server 2.12`; undefined where every server will do. */
export function requiredLevelInWords(config: Configured): string | undefined {
	const level = requiredLevel(config);
	return level === 0 ? undefined : `${level}, ${serverOfLevel(level)}`;
}

/** The first server of a level. */
export function serverOfLevel(level: number): string {
	if (level === 0) return 'nats-server before 2.11';
	const version = versionOfLevel(level);
	return version === undefined ? 'a newer nats-server' : `nats-server ${version}`;
}

/** Configured fields that a server of this level does not know, by their names. */
export function fieldsAbove(
	fields: readonly Pick<Field, 'name' | 'since'>[],
	config: Readonly<Record<string, unknown>>,
	level: number,
): readonly string[] {
	const version: Version = versionOfLevel(level) ?? '2.10';
	return fields.flatMap(({ name, since }) =>
		name !== 'metadata' && isSet(config[name]) && !supports({ version }, since) ? [name] : [],
	);
}

function isSet(value: unknown): boolean {
	if (value === undefined || value === null || value === false || value === 0 || value === '') return false;
	return typeof value !== 'object' || Object.keys(value).length > 0;
}
