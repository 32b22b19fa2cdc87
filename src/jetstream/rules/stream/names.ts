import { nameRule } from '../name-rule.ts';
import type { Rule } from '../rule.ts';
import { DESCRIPTION_MAX, METADATA_MAX, metadataLength, sentLength } from '../text-limits.ts';
import { byteLength, text } from '../values.ts';
import type { StreamCase } from './stream-case.ts';

/** Rules about a stream's name and description. */
export const streamNames: readonly Rule<StreamCase>[] = [
	{
		path: 'name',
		broken: ({ config }) => {
			const name = text(config.name);
			const rule = nameRule(name);
			if (rule === undefined) return [];
			return [{ path: 'name', message: `Name ${rule}.`, errCode: /[\\/]/.test(name) ? 10128 : 10052 }];
		},
	},
	{
		path: 'name',
		errCode: 10058,
		broken: ({ config: { name }, old, situation: { names, streams } }) =>
			old === undefined && (names?.includes(name) || streams.some((stream) => stream.name === name)),
		message: 'Name: another stream of this account has it; choose another name, or edit that stream.',
	},
	{
		path: 'description',
		errCode: 10052,
		broken: ({ config }) => byteLength(text(config.description)) > DESCRIPTION_MAX,
		message: `Description must not be longer than ${DESCRIPTION_MAX} bytes.`,
	},
	{
		path: 'metadata',
		since: '2.10',
		errCode: 10052,
		broken: ({ config: { metadata }, old, supports }) =>
			metadataLength(metadata, supports) > METADATA_MAX || (old !== undefined && sentLength(metadata) > METADATA_MAX),
		message: 'Metadata must not be larger than 128 KiB, keys and values together.',
	},
	{
		path: 'template_owner',
		broken: ({ config }) => text(config.template_owner) !== '',
		message: 'Template owner is for the server only; leave it out.',
	},
];
