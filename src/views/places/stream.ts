import {
	consumerListResource,
	consumerNamesByListResource,
	consumerNamesResource,
	consumerResource,
} from '../../store/consumer-resources.ts';
import { lastKnown, latest, unknown } from '../../store/datum.ts';
import { mustList, refusedEndpoints } from '../../store/refused.ts';
import type { Resource } from '../../store/resource.ts';
import type { DeckState } from '../../store/state.ts';
import { askedSubjects, countsOf, isIncomplete, subjectsOf } from '../../store/subjects/asked-subjects.ts';
import { mostHeld, mostRead, subjectsAPage } from '../../store/subjects/subject-counts.ts';
import { subjectsResource } from '../../store/subjects/subjects-resource.ts';
import { listId, messagesKey, streamPanes } from '../../store/view.ts';
import { streamCodeLines } from '../code-lines.ts';
import { streamDatum } from '../datums.ts';
import { streamSections } from '../detail/stream.ts';
import { infoLines } from '../info-lines.ts';
import { outdateMessages } from '../messages/page-patch.ts';
import { messageResources } from '../messages/resources.ts';
import { needsInfos, visibleRows } from '../rows.ts';
import { sectionLines, textColumns } from '../section-lines.ts';
import { consumerVerdicts } from '../watch/judge.ts';
import { isLarge, namesEvery, ofStream, onePage, pace, seldom, small } from './resources.ts';
import type { PlaceRow, TextBody, ViewAt } from './row.ts';

type Here = ViewAt<'stream.overview'>;

/** Shared by all panes of a stream. */
const ofPane = {
	about: ({ stream }: Here) => stream,
	// If INFO is refused, only LIST returns values.
	sweep: (state: DeckState) => (isLarge(state) && mustList(state) ? 'streams' : undefined),
	fallsWith: ({ stream }: Here) => ({ kind: 'stream', stream }) as const,
	acts: (_: unknown, { stream }: Here) => ({ stream }),
	panes: ({ stream }: Here) => streamPanes.map((pane) => ({ kind: 'stream', stream, pane }) as const),
} satisfies Partial<PlaceRow<Here>>;

const text = {
	kind: 'text',
	datum: (state, { stream }) => streamDatum(state, stream),
	waiting: 'Reading…',
	inputs: ({ streams, watch, events }, { stream }) => [
		streams.entries.get(stream),
		watch.streams.entries.get(stream),
		events.recent.get(stream),
	],
} satisfies Partial<TextBody<Here>>;

const ofText = {
	...ofPane,
	interests: (state: DeckState, { stream }: Here) => ofStream(state, stream),
	scopes: ['stream-text', 'stream'],
} satisfies Partial<PlaceRow<Here>>;

export const streamPlaces = {
	'stream.overview': {
		...ofText,
		crumbs: (_, { stream }) => ['Streams', stream, 'overview'],
		body: { ...text, lines: overviewLines },
		report: 'stream',
	},
	'stream.consumers': {
		...ofPane,
		crumbs: (_, { stream }) => ['Streams', stream, 'consumers'],
		body: { kind: 'list', list: 'stream-consumers' },
		interests: (state, { stream }, height) => [...ofStream(state, stream), ...ofConsumers(state, stream, height)],
		scopes: ['consumers', 'consumers-of-stream', 'stream'],
		report: 'consumers',
	},
	'stream.messages': {
		...ofPane,
		crumbs: (_, { stream }) => ['Streams', stream, 'messages'],
		about: ({ stream, subject }) => messagesKey(stream, subject),
		body: { kind: 'list', list: 'messages' },
		interests: (state, view, height) => [...ofStream(state, view.stream), ...messageResources(state, view, height)],
		scopes: ['messages', 'stream'],
		outdated: (state, { stream, subject }) => outdateMessages(state, stream, subject),
		report: 'not printed',
	},
	'stream.subjects': {
		...ofPane,
		crumbs: (_, { stream }) => ['Streams', stream, 'subjects'],
		body: { kind: 'list', list: 'subjects' },
		interests: (state, { stream }) => [...ofStream(state, stream), ofSubjects(state, stream)],
		scopes: ['subjects', 'stream'],
		report: 'not printed',
	},
	'stream.json': {
		...ofText,
		crumbs: (_, { stream }) => ['Streams', stream, 'JSON'],
		body: {
			...text,
			lines: (state, { stream }) => {
				const last = lastKnown(state.streams.entries.get(stream)?.info ?? unknown);
				return last === undefined ? [] : infoLines(last.value, state.size.columns);
			},
		},
		report: 'not printed',
	},
	'stream.code': {
		...ofText,
		crumbs: (_, { stream }) => ['Streams', stream, 'code'],
		interests: (state, { stream }) => [...ofStream(state, stream), ...ofFewConsumers(state, stream)],
		body: {
			...text,
			lines: (state, { stream }) => streamCodeLines(state, stream),
			inputs: (state, view) => [
				...text.inputs(state, view),
				state.consumerNames.entries.get(view.stream),
				state.consumers,
			],
		},
		report: 'not printed',
	},
} satisfies Readonly<Record<string, PlaceRow<Here>>>;

/** With many consumers, only the known ones. */
function ofFewConsumers(state: DeckState, stream: string): readonly Resource[] {
	const [list, ...values] = ofConsumers(state, stream, 0);
	const names = latest(state.consumerNames.entries.get(stream) ?? unknown)?.length ?? 0;
	return list === undefined ? [] : [list, ...(names <= small ? values : [])];
}

function overviewLines({ streams, watch, events, now, features, size }: DeckState, { stream }: Here) {
	const entry = streams.entries.get(stream);
	const last = entry && lastKnown(entry.info);
	if (entry === undefined || last === undefined) return [];
	const { rates, offline } = entry;
	const columns = textColumns(size.columns);
	const recent = events.recent.get(stream);
	const consumers = consumerVerdicts(watch.streams.entries.get(stream), last.value.state.consumer_count);
	return sectionLines(
		streamSections({ info: last.value, at: last.at, rates, offline, consumers, recent, now, features, columns }),
		size.columns,
	);
}

function ofConsumers(state: DeckState, stream: string, height: number): readonly Resource[] {
	const id = listId('stream-consumers', stream);
	const refused = refusedEndpoints(state);
	const names = latest(state.consumerNames.entries.get(stream) ?? unknown)?.length ?? 0;
	const list = refused.has('consumer.names')
		? consumerNamesByListResource(stream, names <= onePage ? 1 : seldom.largeList)
		: consumerNamesResource(stream, pace(state.consumerNames, stream, namesEvery(state)));
	if (names === 0) return [list];
	const mayList = !refused.has('consumer.list') && !refused.has('consumer.names');
	if (names <= small && mayList) return [list, consumerListResource(stream, 1)];
	const rows = visibleRows(state, id, height).map((key) => consumerResource(key));
	if (!mayList || !(needsInfos(state, id) || refused.has('consumer.info'))) return [list, ...rows];
	return [list, consumerListResource(stream, names <= onePage ? 1 : seldom.largeList), ...rows];
}

function ofSubjects(state: DeckState, stream: string): Resource {
	const all = subjectsOf(state, stream);
	const pages = Math.ceil(Math.min(all, mostRead) / subjectsAPage);
	const cost = Math.ceil((seldom.timesItsCost * (countsOf(state, stream)?.ms ?? 0)) / state.intervalMs);
	const every = all > mostHeld ? Math.max(seldom.subjectsPage * pages, cost) : seldom.subjects;
	const paced = isIncomplete(state, stream) ? 1 : pace(state.subjects, stream, every);
	return subjectsResource(stream, askedSubjects(state, stream), paced);
}
