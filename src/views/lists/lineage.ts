import { plural } from '../../format/integer.ts';
import { lastKnown, latest, problemOf, unknown } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import { type LineageRow, lineageColumns } from '../columns/lineage.ts';
import { nodeKey } from '../lineage/graph.ts';
import { lineageOf } from '../lineage/lineage.ts';
import { unreadStreams } from '../unread.ts';
import { listRow, type Unlisted } from './row.ts';

/** `about`: a stream, or empty for all. */
export const lineageList = listRow<LineageRow>({
	columns: lineageColumns,
	defaultSort: { column: 'name', descending: false },
	datum: ({ streams, streamNames, now }) =>
		streams.entries.size > 0 ? { phase: 'ready', value: streams, at: now } : streamNames,
	waiting: 'Reading the streams…',
	ids: (state, stream) => [...lineageOf(state, stream).rows.keys()],
	sources: ({ streams, origins }) => [streams, origins],
	whole: true,
	ordered: true,
	row: rowOf,
	acts: (id) => {
		const [prefix, stream] = id.split('\n')[0]?.split('\0') ?? [];
		return prefix === '' && stream !== undefined ? { stream } : {};
	},
	filterable: (state, id, about) => {
		const { node, copying } = rowOf(state, id, about);
		return { texts: [node.stream, node.prefix, copying?.kind ?? 'origin'] };
	},
	empty: (_, stream) => [
		stream === ''
			? 'No stream of this account copies another one.'
			: `No mirrors and no sources: stream ${stream} copies nothing, and no stream of this account copies it.`,
		'Mirrors in other domains and accounts are listed there.',
	],
	unlisted,
	report: 'not printed',
	unread: unreadStreams,
});

function rowOf(state: DeckState, id: string, about: string): LineageRow {
	const { rows, unasked } = lineageOf(state, about);
	const branch = rows.get(id);
	if (branch === undefined) throw new Error(`no row ${id}`);
	const { node } = branch;
	if (node.prefix !== '') {
		const datum = state.origins.entries.get(nodeKey(node)) ?? unknown;
		return {
			...branch,
			info: latest(datum),
			problem: problemOf(datum),
			unasked: unasked.get(nodeKey(node)),
		};
	}
	const info = state.streams.entries.get(node.stream)?.info ?? unknown;
	const names = latest(state.streamNames);
	const isMissing = info.phase === 'unknown' && names?.includes(node.stream) === false;
	return { ...branch, info: lastKnown(info)?.value, problem: problemOf(info), isMissing };
}

/** A stream that was not read may copy or be copied. */
function unlisted({ streamNames, streams }: DeckState): Unlisted {
	const missing = (latest(streamNames) ?? []).filter((name) => !streams.entries.has(name)).length;
	return missing === 0 ? {} : { rest: `${plural(missing, 'stream')} not read` };
}
