import { bytes } from '../../format/bytes.ts';
import { count, type Integer, plural } from '../../format/integer.ts';
import { integerIn, recordIn, recordsIn, textIn } from '../../format/is.ts';
import type { Line } from '../../format/line.ts';
import { latest } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import type { AccountEntry } from '../../store/system/account-entries.ts';
import { fact, facts, paragraph, usage } from '../detail/facts.ts';
import type { Cell, Section } from '../line.ts';
import { sectionLines, textColumns } from '../section-lines.ts';

type Values = Readonly<Record<string, unknown>>;

/** Rows of a table of one account. */
const most = 500;

/** Another account, read only: its use of JetStream, its streams and consumers as their leaders tell of them. */
export function accountLines(state: DeckState, id: string): readonly Line[] {
	const { entries, opened } = state.servers.accounts;
	const columns = textColumns(state.size.columns);
	const streams = opened?.id === id ? (latest(opened.streams) ?? []) : [];
	const missing = opened?.id === id ? opened.missing : [];
	const said =
		'Read only: the system account sees the streams of other accounts and cannot change them. o opens a context of the account: one with its credentials, or one that logged in to it in this session.';
	return sectionLines(
		[
			{ kind: 'text', title: '', lines: paragraph(said, 'dim', columns) },
			...overview(entries.get(id) ?? { id, name: id }),
			...(missing.length === 0
				? []
				: [
						{
							kind: 'text',
							title: '',
							lines: paragraph(
								`! No answer of ${missing.join(', ')}: what these servers lead is missing here.`,
								'bad',
								columns,
							),
						} as const,
					]),
			streamTable(streams),
			consumerTable(streams),
			{
				kind: 'text',
				title: '',
				lines: paragraph('A stream without a leader is in no reply, so it is not listed here.', 'dim', columns),
			},
		],
		state.size.columns,
	);
}

function overview({
	id,
	name,
	connections,
	subscriptions,
	slowConsumers,
	jetstream,
}: AccountEntry): readonly Section[] {
	const number = (label: string, value: Integer | undefined) =>
		fact(label, value === undefined ? undefined : count(value));
	return [
		...facts('Account', [
			...fact('Name', name),
			...fact('Key', id === name ? undefined : id),
			...number('Connections', connections),
			...number('Subscriptions', subscriptions),
			...number('Slow consumers', slowConsumers),
		]),
		...(jetstream === undefined
			? []
			: facts('JetStream', [
					usage('Storage, all copies', jetstream.storage, jetstream.reservedStorage, { say: bytes }),
					usage('Memory, all copies', jetstream.memory, jetstream.reservedMemory, { say: bytes }),
					...number('API requests', jetstream.requests),
					...number('API errors', jetstream.errors),
				])),
	];
}

const number = (value: Integer | undefined): Cell => ({ text: value === undefined ? '-' : count(value) });
const sizeOf = (stream: Values): number => Number(integerIn(recordIn(stream, 'state'), 'bytes') ?? 0);
const right = (title: string) => ({ title, align: 'right' }) as const;
const left = (title: string) => ({ title, align: 'left' }) as const;

function streamTable(streams: readonly Values[]): Section {
	const sorted = streams.toSorted((a, b) => sizeOf(b) - sizeOf(a));
	return {
		kind: 'table',
		title: titleOf('Streams, the largest first', streams.length),
		columns: [left('NAME'), right('MESSAGES'), right('BYTES'), right('CONS'), left('LEADER'), left('REPLICAS')],
		rows: sorted.slice(0, most).map((stream) => {
			const state = recordIn(stream, 'state');
			const cluster = recordIn(stream, 'cluster');
			return [
				{ text: textIn(stream, 'name') ?? '?', tone: 'strong' },
				number(integerIn(state, 'messages')),
				{ text: bytes(integerIn(state, 'bytes') ?? 0) },
				number(integerIn(state, 'consumer_count')),
				{ text: textIn(cluster, 'leader') ?? '-' },
				replicasCell(recordsIn(cluster, 'replicas')),
			];
		}),
		empty: 'No streams.',
	};
}

/** As the leader sees them. */
function replicasCell(replicas: readonly Values[]): Cell {
	if (replicas.length === 0) return { text: '-', tone: 'dim' };
	const lost = replicas.filter((each) => each.offline === true || each.current === false);
	const names = replicas.map((each) => `${textIn(each, 'name') ?? '?'}${lost.includes(each) ? ' !' : ''}`);
	return { text: names.join(', '), tone: lost.length === 0 ? 'plain' : 'warn' };
}

function consumerTable(streams: readonly Values[]): Section {
	const consumers = streams
		.flatMap((stream) => recordsIn(stream, 'consumer_detail'))
		.toSorted((a, b) => Number(integerIn(b, 'num_pending') ?? 0) - Number(integerIn(a, 'num_pending') ?? 0));
	return {
		kind: 'table',
		title: titleOf('Consumers, most pending first', consumers.length),
		columns: [left('NAME'), left('STREAM'), right('PENDING'), right('UNACKED'), right('REDELIVERED'), right('WAITING')],
		rows: consumers
			.slice(0, most)
			.map((consumer) => [
				{ text: textIn(consumer, 'name') ?? '?', tone: 'strong' },
				{ text: textIn(consumer, 'stream_name') ?? '-' },
				number(integerIn(consumer, 'num_pending')),
				number(integerIn(consumer, 'num_ack_pending')),
				number(integerIn(consumer, 'num_redelivered')),
				number(integerIn(consumer, 'num_waiting')),
			]),
		empty: 'No consumers.',
	};
}

const titleOf = (title: string, rows: number): string =>
	rows > most ? `${title}: ${count(most)} of ${plural(rows, 'row')}` : title;
