import type { Version } from '../../endpoints/endpoint.ts';
import { isSubject } from '../../subject-match.ts';
import { nameRule } from '../name-rule.ts';
import type { Finding, Rule } from '../rule.ts';
import { type Fields, fields, integer, list, text } from '../values.ts';
import type { StreamCase } from './stream-case.ts';

/** The mirror or a source, with its path and its label. */
export interface Copy {
	readonly source: Fields;
	readonly path: string;
	readonly label: string;
	readonly kind: 'mirror' | 'source';
}

/** The mirror and all sources. */
export function copiesOf({ config }: StreamCase): readonly Copy[] {
	const mirror = fields(config.mirror);
	const sources = list(config.sources);
	return [
		...(mirror === undefined ? [] : [{ source: mirror, path: 'mirror', label: 'Mirror', kind: 'mirror' as const }]),
		...sources.map((source, at) => ({
			source,
			path: `sources.${at}`,
			label: `Source ${text(source.name) || at + 1}`,
			kind: 'source' as const,
		})),
	];
}

/** What a check says about one copy: the key, and the rest of a sentence that starts with its label. */
type Broken = (copy: Copy, what: StreamCase) => readonly [key: string, rule: string] | undefined | false;

interface CopyRule {
	readonly since?: Version;
	readonly gone?: Version;
	/** The codes of mirrors and of sources differ. */
	readonly mirror?: number;
	readonly source?: number;
	readonly broken: Broken;
}

/** One rule about copies as two rows, since their codes differ. */
export function copyRules(rows: readonly CopyRule[]): readonly Rule<StreamCase>[] {
	return rows.flatMap(({ broken, mirror, source, ...row }) =>
		(['mirror', 'source'] as const).map((kind) => {
			const errCode = kind === 'mirror' ? mirror : source;
			return {
				...row,
				path: kind === 'mirror' ? 'mirror' : 'sources',
				...(errCode !== undefined && { errCode }),
				broken: (what: StreamCase): readonly Finding[] =>
					copiesOf(what)
						.filter((copy) => copy.kind === kind)
						.flatMap((copy) => {
							const found = broken(copy, what);
							return found ? [{ path: `${copy.path}.${found[0]}`, message: `${copy.label}: ${found[1]}.` }] : [];
						}),
			};
		}),
	);
}

/** The mirror and sources one by one, without looking at other streams. */
export const streamCopies: readonly Rule<StreamCase>[] = copyRules([
	{
		mirror: 10142,
		source: 10141,
		broken: ({ source }) => {
			const rule = source.external
				? text(source.name) === ''
					? 'must not be empty'
					: undefined
				: nameRule(text(source.name));
			return rule !== undefined && ['name', `the name of the stream ${rule}`];
		},
	},
	{
		mirror: 10049,
		source: 10049,
		broken: ({ source }) =>
			text(source.filter_subject) !== '' &&
			!isSubject(text(source.filter_subject)) && ['filter_subject', 'filter subject must be a subject'],
	},
	{
		broken: ({ source }) =>
			integer(source.opt_start_seq) > 0 &&
			text(source.opt_start_time) !== '' && ['opt_start_time', 'start time and start sequence exclude each other'],
	},
	{
		mirror: 10052,
		source: 10052,
		broken: ({ source }) => {
			const api = text(fields(source.external)?.api);
			if (source.external && api === '') return ['external.api', 'external needs the API prefix of the other account'];
			return (
				api !== '' &&
				(!isSubject(api) || /(^|\.)[*>](\.|$)/.test(api)) && [
					'external.api',
					'API prefix must be a subject without wildcards',
				]
			);
		},
	},
	{
		mirror: 10021,
		source: 10021,
		broken: ({ source }) =>
			text(fields(source.external)?.api) === '$JS.API' && [
				'external.api',
				'API prefix must not be $JS.API, that of this account',
			],
	},
	{
		mirror: 10024,
		source: 10024,
		broken: ({ source }) => {
			const deliver = text(fields(source.external)?.deliver);
			return (
				deliver !== '' &&
				(!isSubject(deliver) || /(^|\.)[*>](\.|$)/.test(deliver)) && [
					'external.deliver',
					'delivery prefix must be a subject without wildcards',
				]
			);
		},
	},
	{
		since: '2.14',
		mirror: 10213,
		source: 10215,
		broken: ({ source }) => consumerFault(source),
	},
]);

/** Rules for reading through an existing consumer. */
function consumerFault(source: Fields): readonly [string, string] | undefined {
	const consumer = fields(source.consumer);
	if (consumer === undefined) return undefined;
	const rule = nameRule(text(consumer.name));
	if (rule !== undefined) return ['consumer.name', `the name of the consumer ${rule}`];
	const deliver = text(consumer.deliver_subject);
	if (!isSubject(deliver) || /(^|\.)[*>](\.|$)/.test(deliver))
		return ['consumer.deliver_subject', 'deliver subject of the consumer must be a subject without wildcards'];
	for (const key of ['opt_start_seq', 'opt_start_time', 'filter_subject'])
		if (source[key]) return [key, `${key} cannot be combined with an existing consumer, which has its own`];
	return undefined;
}
