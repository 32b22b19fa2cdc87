import { lastKnown, unknown } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import { consumerKey, consumerPanes } from '../../store/view.ts';
import { consumerCodeLines } from '../code-lines.ts';
import { consumerDatum } from '../datums.ts';
import { consumerSections } from '../detail/consumer.ts';
import { infoLines } from '../info-lines.ts';
import { replicasOf } from '../row.ts';
import { sectionLines, textColumns } from '../section-lines.ts';
import { ofConsumer } from './resources.ts';
import { none, type PlaceRow, type TextBody, type ViewAt } from './row.ts';

type Here = ViewAt<'consumer.overview'>;

/** Shared by all panes of a consumer. */
const ofOne = {
	about: ({ stream, consumer }: { readonly stream: string; readonly consumer: string }) =>
		consumerKey(stream, consumer),
	sweep: 'none',
	report: 'not printed',
	acts: (_: unknown, { stream, consumer }: { readonly stream: string; readonly consumer: string }) => ({
		stream,
		consumer,
	}),
} as const;

const ofPane = {
	...ofOne,
	interests: (state: DeckState, { stream, consumer }: Here) =>
		ofConsumer(state, consumerKey(stream, consumer), 'shown'),
	fallsWith: ({ stream, consumer }: Here) => ({ kind: 'consumer', stream, consumer }) as const,
	scopes: ['consumer'],
	panes: ({ stream, consumer }: Here) =>
		consumerPanes.map((pane) => ({ kind: 'consumer', stream, consumer, pane }) as const),
} satisfies Partial<PlaceRow<Here>>;

const text = {
	kind: 'text',
	datum: (state, { stream, consumer }) => consumerDatum(state, stream, consumer),
	waiting: 'Reading…',
	inputs: ({ consumers, events }, { stream, consumer }) => [
		consumers.entries.get(consumerKey(stream, consumer)),
		events.recent.get(consumerKey(stream, consumer)),
	],
} satisfies Partial<TextBody<Here>>;

export const consumerPlaces = {
	'consumer.overview': {
		...ofPane,
		crumbs: (_, { stream, consumer }) => ['Streams', stream, 'consumers', consumer, 'overview'],
		body: { ...text, lines: overviewLines },
	},
	'consumer.json': {
		...ofPane,
		crumbs: (_, { stream, consumer }) => ['Streams', stream, 'consumers', consumer, 'JSON'],
		body: {
			...text,
			lines: (state, { stream, consumer }) => {
				const last = lastKnown(state.consumers.entries.get(consumerKey(stream, consumer))?.info ?? unknown);
				return last === undefined ? [] : infoLines(last.value, state.size.columns);
			},
		},
	},
	'consumer.code': {
		...ofPane,
		crumbs: (_, { stream, consumer }) => ['Streams', stream, 'consumers', consumer, 'code'],
		body: {
			...text,
			lines: (state, { stream, consumer }) => consumerCodeLines(state, stream, consumer),
			inputs: (state, view) => [...text.inputs(state, view), state.streams.entries.get(view.stream)],
		},
	},
} satisfies Readonly<Record<string, PlaceRow<Here>>>;

export const fetchedPlace: PlaceRow<ViewAt<'fetched'>> = {
	...ofOne,
	crumbs: (_, { stream, consumer }) => ['Streams', stream, 'consumers', consumer, 'fetched'],
	body: { kind: 'list', list: 'fetched' },
	interests: (state, { stream, consumer }) => ofConsumer(state, consumerKey(stream, consumer), 'leaves'),
	// Fetched messages remain without the consumer.
	fallsWith: ({ stream }) => ({ kind: 'stream', stream }),
	scopes: ['fetched'],
	panes: none,
};

function overviewLines(state: DeckState, { stream, consumer }: Here) {
	const entry = state.consumers.entries.get(consumerKey(stream, consumer));
	const last = entry && lastKnown(entry.info);
	if (entry === undefined || last === undefined) return [];
	const { now, features, lagLimits: limits, size } = state;
	const { rates, offline } = entry;
	const replicas = replicasOf(state, last.value);
	const columns = textColumns(size.columns);
	const recent = state.events.recent.get(consumerKey(stream, consumer));
	return sectionLines(
		consumerSections({
			info: last.value,
			at: last.at,
			rates,
			offline,
			limits,
			replicas,
			recent,
			now,
			features,
			columns,
		}),
		size.columns,
	);
}
