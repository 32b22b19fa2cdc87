import { bytes } from '../../format/bytes.ts';
import type { Tone } from '../../format/line.ts';
import type { Column } from '../line.ts';
import type { Peer, Shares } from '../peers.ts';
import { nameColumn } from './asset-columns.ts';
import { none, quietNumber, text } from './cell.ts';

interface Share {
	readonly of: keyof Shares;
	readonly title: string;
	readonly words: string;
	readonly width: number;
	readonly rank: number;
	/** Where it is above 0. */
	readonly tone?: Tone;
}

const ofStreams: readonly Share[] = [
	{ of: 'leaders', title: 'LEADS', words: 'led streams', width: 6, rank: 100 },
	{ of: 'copies', title: 'COPIES', words: 'stream copies', width: 6, rank: 98 },
	{ of: 'behind', title: 'BEHIND', words: 'streams behind', width: 6, rank: 94, tone: 'warn' },
	{ of: 'offline', title: 'OFFL', words: 'streams offline', width: 4, rank: 96, tone: 'bad' },
	{ of: 'unread', title: 'UNREAD', words: 'unreadable streams', width: 6, rank: 60, tone: 'bad' },
];

const ofConsumers: readonly Share[] = [
	{ of: 'leaders', title: 'C LEADS', words: 'led consumers', width: 7, rank: 92 },
	{ of: 'copies', title: 'C COPIES', words: 'consumer copies', width: 8, rank: 90 },
	{ of: 'behind', title: 'C BEHIND', words: 'consumers behind', width: 8, rank: 82, tone: 'warn' },
	{ of: 'offline', title: 'C OFFL', words: 'consumers offline', width: 6, rank: 84, tone: 'bad' },
	{ of: 'unread', title: 'C UNREAD', words: 'unreadable consumers', width: 8, rank: 58, tone: 'bad' },
];

const letters: Readonly<Record<string, string>> = {
	'streams.leaders': 'L',
	'streams.copies': 'C',
	'streams.behind': 'B',
	'streams.offline': 'O',
	'consumers.leaders': 'K',
};

function shareColumn(kind: 'streams' | 'consumers', { of, tone, width, ...share }: Share): Column<Peer> {
	const letter = letters[`${kind}.${of}`];
	return {
		...share,
		id: `${kind}.${of}`,
		align: 'right',
		width,
		...(letter !== undefined && { letter }),
		descending: true,
		needs: 'name',
		value: (peer) => peer[kind][of],
		cell: (peer) => {
			const many = peer[kind][of];
			return { ...quietNumber(many, width), ...(many > 0 && tone !== undefined && { tone }) };
		},
	};
}

/** A server a row: first its streams, then its consumers. */
export const peerColumns: readonly Column<Peer>[] = [
	nameColumn('SERVER', 10),
	...ofStreams.map((share) => shareColumn('streams', share)),
	{
		id: 'bytes',
		title: 'BYTES',
		align: 'right',
		width: 9,
		rank: 80,
		letter: 'S',
		descending: true,
		needs: 'name',
		value: (peer) => peer.bytes,
		cell: (peer) => (peer.bytes === 0 ? { text: '0 B', tone: 'dim' } : text(bytes(peer.bytes))),
	},
	...ofConsumers.map((share) => shareColumn('consumers', share)),
	{
		id: 'cluster',
		title: 'CLUSTER',
		align: 'left',
		width: 10,
		grow: 1,
		rank: 50,
		needs: 'name',
		value: ({ cluster }) => cluster,
		cell: ({ cluster }) => (cluster === undefined ? none : text(cluster)),
	},
];
