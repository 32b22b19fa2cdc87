import { overlappingPair, subjectContains, subjectsOverlap } from '../../subject-match.ts';
import type { Finding, Rule } from '../rule.ts';
import { transformFault } from '../transform.ts';
import { fields, list, text, texts } from '../values.ts';
import { type Copy, copyRules } from './copies.ts';
import type { StreamCase } from './stream-case.ts';

/** What is wrong with the transform at a path, as a finding. */
function transformFinding({ supports }: StreamCase, value: unknown, path: string, label: string): readonly Finding[] {
	const transform = fields(value);
	if (transform === undefined) return [];
	const fault = transformFault(text(transform.src), text(transform.dest), supports);
	if (fault === undefined) return [];
	const isSource = fault.at === 'src';
	const code = isSource && path === 'subject_transform' && supports('2.11') ? { errCode: 10155 } : {};
	return [{ path: `${path}.${fault.at}`, message: `${label} ${isSource ? 'from' : 'to'} ${fault.rule}.`, ...code }];
}

/** The subjects that a copy takes, one for each transform. */
const transformsOf = ({ source }: Copy): readonly string[] =>
	list(source.subject_transforms).map(({ src }) => text(src) || '>');

/** Subject transforms and republishing. */
export const streamTransforms: readonly Rule<StreamCase>[] = [
	{
		path: 'subject_transform',
		since: '2.10',
		errCode: 10156,
		broken: (what) => transformFinding(what, what.config.subject_transform, 'subject_transform', 'Subject transform'),
	},
	...copyRules([
		{
			since: '2.10',
			mirror: 10150,
			source: 10144,
			broken: ({ source }) =>
				text(source.filter_subject) !== '' &&
				list(source.subject_transforms).length > 0 && [
					'filter_subject',
					'filter subject and subject transforms exclude each other',
				],
		},
		{
			since: '2.10',
			gone: '2.11',
			mirror: 10151,
			source: 10145,
			broken: ({ source, kind }) => {
				const transforms = list(source.subject_transforms);
				if (kind === 'source' && source.external) return undefined;
				const at = transforms.findIndex(({ src }) => !src);
				if (at >= 0) return [`subject_transforms.${at}.src`, 'a subject transform needs a subject to transform'];
				const cut = transforms.findIndex(({ dest }) => /\{\{\s*(left|right)\s*\(/i.test(text(dest)));
				return (
					kind === 'source' && cut >= 0 && [`subject_transforms.${cut}.dest`, 'left and right need 2.11 for sources']
				);
			},
		},
		{
			since: '2.10',
			mirror: 10154,
			source: 10146,
			broken: ({ source }, { supports }) => {
				for (const [at, { src, dest }] of list(source.subject_transforms).entries()) {
					const fault = transformFault(text(src), text(dest), supports);
					if (fault !== undefined)
						return [
							`subject_transforms.${at}.${fault.at}`,
							`subject transform ${fault.at === 'src' ? 'from' : 'to'} ${fault.rule}`,
						];
				}
				return undefined;
			},
		},
		{
			since: '2.10',
			mirror: 10152,
			source: 10147,
			broken: (copy, { supports }) => {
				// Only the newest lines check origins outside of this account.
				if (copy.kind === 'source' && copy.source.external && !supports('2.14')) return undefined;
				const subjects = transformsOf(copy);
				const pair = overlappingPair(subjects, copy.kind === 'mirror' ? subjectsOverlap : eitherContains);
				return (
					pair !== undefined && [
						`subject_transforms.${pair[1]}.src`,
						`subject transforms must not overlap, as ${subjects[pair[1]]} does ${subjects[pair[0]]}`,
					]
				);
			},
		},
	]),
	{
		path: 'republish.dest',
		errCode: 10052,
		broken: ({ config }) => Boolean(config.republish) && text(fields(config.republish)?.dest) === '',
		message: 'Republish needs a subject to publish to.',
	},
	{
		path: 'republish',
		errCode: 10052,
		broken: (what) => transformFinding(what, what.config.republish, 'republish', 'Republish'),
	},
	{
		path: 'republish.src',
		gone: '2.10',
		errCode: 10052,
		broken: ({ config }) => {
			const republish = fields(config.republish);
			const src = text(republish?.src) || '>';
			return republish !== undefined && !ownSubjects(config).some((subject) => subjectsOverlap(src, subject));
		},
		message: 'Republish from must overlap the subjects of the stream.',
	},
	{ path: 'republish.dest', errCode: 10052, broken: republishCycle },
];

const eitherContains = (one: string, other: string): boolean =>
	subjectContains(one, other) || subjectContains(other, one);

/** Servers replace missing subjects by the name before this check. */
function ownSubjects(config: StreamCase['config']): readonly string[] {
	const subjects = texts(config.subjects);
	return subjects.length > 0 || config.mirror || config.sources?.length || !config.name ? subjects : [config.name];
}

function republishCycle({ config, supports }: StreamCase): string | false {
	const { src, dest } = fields(config.republish) ?? {};
	const subjects = ownSubjects(config);
	const transform = fields(config.subject_transform);
	// From 2.14 on `>` to `>` publishes under the transformed subject.
	const implied =
		supports('2.14') &&
		dest === '>' &&
		(text(src) || '>') === '>' &&
		subjects.length === 1 &&
		transform?.src === subjects[0];
	const target = implied ? text(transform?.dest) : text(dest);
	const taken = target === '' ? undefined : subjects.find((subject) => subjectsOverlap(target, subject));
	return (
		taken !== undefined &&
		`Republish to must not overlap ${taken}, a subject of the stream: the messages would circulate for ever.`
	);
}
