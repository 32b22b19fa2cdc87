import { formInterests } from '../forms/interests.ts';
import { accountResource } from '../store/account-resource.ts';
import {
	consumerListResource,
	consumerNamesByListResource,
	consumerNamesResource,
	consumerResource,
} from '../store/consumer-resources.ts';
import { type Datum, latest, unknown } from '../store/datum.ts';
import { currentList, currentView } from '../store/nav.ts';
import { mustList, refusedEndpoints } from '../store/refused.ts';
import type { Resource } from '../store/resource.ts';
import type { Sight } from '../store/sight.ts';
import type { DeckState, Sweep, Table } from '../store/state.ts';
import {
	streamListResource,
	streamNamesByListResource,
	streamNamesResource,
	streamResource,
} from '../store/stream-resources.ts';
import { askedSubjects, isIncomplete, subjectsOf } from '../store/subjects/asked-subjects.ts';
import { mostHeld, mostRead, subjectsAPage } from '../store/subjects/subject-counts.ts';
import { subjectsResource } from '../store/subjects/subjects-resource.ts';
import type { View } from '../store/view.ts';
import { messageResource } from './messages/opened-resource.ts';
import { outdateMessages } from './messages/page-patch.ts';
import { messageResources } from './messages/resources.ts';
import { needsInfos, visibleIds } from './rows.ts';

/** Up to here one LIST request is cheaper than an INFO for each row, and lets every row be fresh. */
const small = 64;
/** Up to here a LIST is one page: cheap enough for each poll while the order needs every value. */
const onePage = 256;

const seldom = {
	account: 5,
	names: 15,
	namesWithoutAdvisories: 5,
	subjects: 5,
	/** For each page: a server counts all of them for every page that it is asked for. */
	subjectsPage: 15,
	largeList: 5,
	hiddenRows: 5,
} as const;

/** What the person looks at, as what has to be asked for to keep it fresh. */
export function interestsOf(state: DeckState): readonly Resource[] {
	const view = currentView(state);
	const looked = ofView(state, view);
	// Where nothing else is asked for, this is what tells that the server is there.
	const alone = looked.length === 0 || view.kind === 'form';
	// The first stream is to be seen at once.
	const namesToo = view.kind === 'streams' && looked.length === 0;
	return [accountResource(alone ? 1 : seldom.account), namesOf(state, namesToo ? 1 : namesEvery(state)), ...looked];
}

/** Which walk over everything the view needs, if any. */
export function sweepNeeded(state: DeckState): Sweep['kind'] | undefined {
	const view = currentView(state);
	if (view.kind === 'lag' || (view.kind === 'consumers' && view.stream === undefined)) return 'consumers';
	if (countOf(state) <= onePage) return undefined;
	// Where INFO is refused, LIST is the only way to any value.
	if (mustList(state) && (view.kind === 'streams' || view.kind === 'stream')) return 'streams';
	return view.kind === 'streams' && needsInfos(state, 'streams') ? 'streams' : undefined;
}

function countOf(state: DeckState): number {
	return latest(state.streamNames)?.length ?? 0;
}

/** Polls between two looks at a list of names. A preview server tells of every request, our polls among them: nobody listens. */
function namesEvery({ advisories, features }: DeckState): number {
	return advisories && features.dialect === 'current' ? seldom.names : seldom.namesWithoutAdvisories;
}

function namesOf(state: DeckState, every: number): Resource {
	const byList = refusedEndpoints(state).has('stream.names');
	return byList ? streamNamesByListResource(every) : streamNamesResource(every);
}

function ofView(state: DeckState, view: View): readonly Resource[] {
	switch (view.kind) {
		case 'account':
			return [];
		case 'streams':
			return ofStreams(state);
		case 'stream':
			return [...ofStream(state, view.stream), ...ofPane(state, view)];
		case 'consumers':
			return view.stream === undefined ? visibleIds(state).map(consumerResource) : ofConsumers(state, view.stream);
		case 'consumer':
			return [...ofConsumer(state, view), ...ofStream(state, view.stream)];
		case 'lag':
			return visibleIds(state).map(consumerResource);
		case 'fetched':
			return [...ofConsumer(state, view), ...ofStream(state, view.stream)];
		case 'message':
			return [messageResource(state, view.stream, view.seq)];
		case 'journal':
		case 'journal-entry':
			return [];
		case 'console':
			return [];
		case 'form':
			return ofForm(state, view.form);
		default:
			return view satisfies never;
	}
}

function ofPane(state: DeckState, view: Extract<View, { kind: 'stream' }>): readonly Resource[] {
	if (view.pane === 'consumers') return ofConsumers(state, view.stream);
	if (view.pane === 'messages') return messageResources(state, view.stream, view.subject);
	return view.pane === 'subjects' ? [ofSubjects(state, view.stream)] : [];
}

function ofSubjects(state: DeckState, stream: string): Resource {
	const all = subjectsOf(state, stream);
	const pages = Math.ceil(Math.min(all, mostRead) / subjectsAPage);
	const every = all > mostHeld ? seldom.subjectsPage * pages : seldom.subjects;
	const paced = isIncomplete(state, stream) ? 1 : pace(state.subjects, stream, every);
	return subjectsResource(stream, askedSubjects(state, stream), paced);
}

/** What is not known (any more) is asked for with each poll until it is. */
function pace<T>({ entries }: Table<string, Datum<T>>, stream: string, every: number): number {
	return latest(entries.get(stream) ?? unknown) === undefined ? 1 : every;
}

function ofForm(state: DeckState, id: string): readonly Resource[] {
	const form = state.forms.get(id);
	return form === undefined ? [] : formInterests(form, state);
}

function ofStream(state: DeckState, stream: string): readonly Resource[] {
	const names = latest(state.streamNames) ?? [];
	const list = mustList(state) && names.length <= onePage ? [streamListResource(names)] : [];
	return [streamResource(stream), ...list];
}

function ofConsumer(
	state: DeckState,
	{ stream, consumer }: Pick<Extract<View, { kind: 'consumer' }>, 'stream' | 'consumer'>,
): readonly Resource[] {
	const refused = refusedEndpoints(state);
	const list = refused.has('consumer.info') && !refused.has('consumer.list') ? [consumerListResource(stream, 1)] : [];
	return [consumerResource(`${stream}\0${consumer}`), ...list];
}

function ofStreams(state: DeckState): readonly Resource[] {
	const names = latest(state.streamNames) ?? [];
	const everyValue = needsInfos(state, 'streams') && names.length <= onePage;
	const refused = refusedEndpoints(state).has('stream.list');
	if (names.length === 0) return [];
	if (!refused && (names.length <= small || (names.length <= onePage && (everyValue || mustList(state)))))
		return [streamListResource(names)];
	const visible = visibleIds(state);
	if (!everyValue) return visible.map((name) => streamResource(name));
	const inView = new Set(visible);
	return names.map((name) => streamResource(name, inView.has(name) ? 1 : seldom.hiddenRows));
}

function ofConsumers(state: DeckState, stream: string): readonly Resource[] {
	const refused = refusedEndpoints(state);
	const names = latest(state.consumerNames.entries.get(stream) ?? unknown)?.length ?? 0;
	const list = refused.has('consumer.names')
		? consumerNamesByListResource(stream, names <= onePage ? 1 : seldom.largeList)
		: consumerNamesResource(stream, pace(state.consumerNames, stream, namesEvery(state)));
	if (names === 0) return [list];
	const mayList = !refused.has('consumer.list') && !refused.has('consumer.names');
	if (names <= small && mayList) return [list, consumerListResource(stream, 1)];
	const rows = visibleIds(state).map(consumerResource);
	if (!mayList || !(needsInfos(state, currentList(state)) || refused.has('consumer.info'))) return [list, ...rows];
	return [list, consumerListResource(stream, names <= onePage ? 1 : seldom.largeList), ...rows];
}

export const sight: Sight = {
	interestsOf,
	sweepNeeded,
	visibleIds,
	lookedAt: [
		'views',
		'forms',
		'lists',
		'overlay',
		'messages',
		'size',
		'streamNames',
		'consumerNames',
		'swept',
		'denied',
	],
	outdated: outdateMessages,
};
