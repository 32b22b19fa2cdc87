import { bytes } from '../../format/bytes.ts';
import { age, dateTime } from '../../format/duration.ts';
import { count } from '../../format/integer.ts';
import { digestInHex } from '../../jetstream/objects/digest.ts';
import { chunksInWords } from '../../jetstream/objects/get-object.ts';
import { linkInWords } from '../../jetstream/objects/meta.ts';
import { isUsualToken } from '../../jetstream/objects/name.ts';
import { fact, facts, paragraph } from '../detail/facts.ts';
import type { Fact, Section } from '../line.ts';
import { isDamaged, type ObjectRow, stateInWords } from './row.ts';

/** An object in words: everything that its meta says, and what is wrong with it. */
export function objectSections(
	row: ObjectRow,
	{ now, columns, target }: { readonly now: number; readonly columns: number; readonly target?: string | undefined },
): readonly Section[] {
	const { meta } = row;
	const wrong = wrongWith(row);
	return [
		...(wrong.length === 0
			? []
			: [{ kind: 'text', title: 'Health', lines: wrong.flatMap((each) => paragraph(each, 'bad', columns)) } as const]),
		...facts('Object', [...factsOf(row, now), ...fact('Target', target)]),
		...facts(
			'Headers',
			Object.entries(meta?.headers ?? {}).flatMap(([label, values]) => values.map((value): Fact => ({ label, value }))),
		),
		...facts(
			'Metadata',
			Object.entries(meta?.metadata ?? {}).map(([label, value]): Fact => ({ label, value })),
		),
	];
}

function factsOf(row: ObjectRow, now: number): readonly Fact[] {
	const { name, meta, time, token } = row;
	const stored = `${dateTime(time)}, ${age(time, now)} ago`;
	if (meta === undefined) return [{ label: 'Name', value: name }, ...fact('Stored', stored)];
	const { link, deleted } = meta;
	const hasContent = link === undefined && !deleted;
	return [
		{ label: 'Name', value: name },
		...fact('Description', meta.description),
		{ label: 'State', value: stateInWords(row), ...(isDamaged(row) && { tone: 'bad' as const }) },
		...(link === undefined ? [] : [{ label: 'Link to', value: linkInWords(link) }]),
		...(hasContent
			? [
					{
						label: 'Size',
						value: meta.size < 1024 ? bytes(meta.size) : `${bytes(meta.size)} (${count(meta.size)} bytes)`,
					},
					{ label: 'Chunks', value: chunksOf(row) },
					{ label: 'SHA-256', value: digestInHex(meta.digest) ?? meta.digest ?? 'none: its content cannot be checked' },
				]
			: []),
		{ label: deleted ? 'Deleted' : 'Modified', value: stored },
		...fact('NUID', meta.nuid),
		...(isUsualToken(token)
			? []
			: [{ label: 'Subject', value: `…M.${token}, where not every client looks for this name` }]),
	];
}

function chunksOf({ meta, there }: ObjectRow): string {
	const size = meta?.chunkSize === undefined ? '' : ` of at most ${bytes(meta.chunkSize)}`;
	const counted = there === undefined || there === meta?.chunks ? '' : `, and the bucket has ${count(there)}`;
	return `${count(meta?.chunks ?? 0)}${size}${counted}`;
}

function wrongWith(row: ObjectRow): readonly string[] {
	const { fault, meta, there } = row;
	return [
		...(fault === undefined ? [] : [`!! The meta is unreadable. ${fault}`]),
		...(isDamaged(row) ? [`!! Damaged. ${chunksInWords(there ?? 0, meta?.chunks ?? 0)}: nobody can get it.`] : []),
	];
}
