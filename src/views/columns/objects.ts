import { bytes } from '../../format/bytes.ts';
import { dateTime, parseTimestamp, shortDuration } from '../../format/duration.ts';
import { count } from '../../format/integer.ts';
import type { Tone } from '../../format/line.ts';
import { digestInHex } from '../../jetstream/objects/digest.ts';
import type { ObjectMeta } from '../../jetstream/objects/meta.ts';
import type { Cell, Column } from '../line.ts';
import { type ObjectRow, stateInWords } from '../objects/row.ts';
import { nameColumn } from './asset-columns.ts';
import { none, number, text } from './cell.ts';

type Head = Omit<Column<ObjectRow>, 'value' | 'cell' | 'needs'>;

/** A column of the meta; without content nothing is shown. */
const ofMeta = (
	head: Head,
	value: (meta: ObjectMeta) => string | number | undefined,
	cell: (meta: ObjectMeta) => Cell,
): Column<ObjectRow> => ({
	...head,
	needs: 'name',
	value: ({ meta }) => meta && value(meta),
	cell: ({ meta }) => (meta === undefined ? none : cell(meta)),
});

const hasContent = ({ link, deleted }: ObjectMeta): boolean => link === undefined && !deleted;

const tones: Readonly<Record<string, Tone>> = { ok: 'good', damaged: 'bad', unreadable: 'bad' };

const shownDigest = 12;

/** An object a row. */
export const objectColumns: readonly Column<ObjectRow>[] = [
	// Often paths.
	nameColumn('NAME', 28),
	ofMeta(
		{ id: 'size', title: 'SIZE', align: 'right', width: 9, rank: 90, letter: 'S', descending: true },
		(meta) => (hasContent(meta) ? meta.size : undefined),
		(meta) => (hasContent(meta) ? { text: bytes(meta.size) } : none),
	),
	ofMeta(
		{ id: 'chunks', title: 'CHUNKS', align: 'right', width: 7, rank: 50, letter: 'C', descending: true },
		(meta) => (hasContent(meta) ? meta.chunks : undefined),
		(meta) => (hasContent(meta) ? number(meta.chunks, 7) : none),
	),
	{
		id: 'modified',
		title: 'MODIFIED',
		words: 'last change',
		align: 'right',
		width: 8,
		rank: 80,
		letter: 'M',
		descending: true,
		needs: 'name',
		value: ({ time }) => time,
		cell: ({ time }, now) => {
			const at = parseTimestamp(time);
			return at === undefined ? none : { text: shortDuration(now - at), inFull: dateTime(time) };
		},
	},
	{
		id: 'state',
		title: 'STATE',
		align: 'left',
		width: 10,
		rank: 85,
		letter: 'A',
		needs: 'name',
		value: stateInWords,
		cell: (row) => {
			const said = stateInWords(row);
			return { text: said, tone: tones[said] ?? 'dim' };
		},
	},
	ofMeta(
		{ id: 'digest', title: 'SHA-256', words: 'digest', align: 'left', width: shownDigest, rank: 40 },
		({ digest }) => digestInHex(digest),
		(meta) => {
			const hex = hasContent(meta) ? digestInHex(meta.digest) : undefined;
			return hex === undefined ? none : { text: hex.slice(0, shownDigest), tone: 'dim' };
		},
	),
	ofMeta(
		{ id: 'link', title: 'LINK TO', words: 'link target', align: 'left', width: 10, grow: 1, rank: 55, letter: 'L' },
		({ link }) => link && `${link.bucket}/${link.name ?? ''}`,
		({ link }) => text(link && (link.name === undefined ? `bucket ${link.bucket}` : `${link.bucket} > ${link.name}`)),
	),
	ofMeta(
		{ id: 'headers', title: 'HEADERS', align: 'right', width: 7, rank: 30, letter: 'H', descending: true },
		({ headers }) => Object.keys(headers).length,
		({ headers }) => {
			const many = Object.keys(headers).length;
			return many === 0 ? none : { text: count(many) };
		},
	),
	ofMeta(
		{ id: 'description', title: 'DESCRIPTION', align: 'left', width: 11, grow: 2, rank: 45 },
		({ description }) => description,
		({ description }) => text(description),
	),
];
