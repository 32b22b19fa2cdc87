import { currentView } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { type ListId, listId, type View } from '../store/view.ts';
import { accountPlace } from './places/account.ts';
import { accountDetailPlace, accountsPlace } from './places/accounts.ts';
import { bucketPlace, bucketsPlace } from './places/buckets.ts';
import { comparedKeyPlace, comparisonPlace } from './places/comparison.ts';
import { connectionsPlace } from './places/connections.ts';
import { consolePlace } from './places/console.ts';
import { consumerPlaces, fetchedPlace } from './places/consumer.ts';
import { consumersPlace, lagPlace } from './places/consumers.ts';
import { downgradePlace } from './places/downgrade.ts';
import { eventPlace, eventsPlace } from './places/events.ts';
import { formPlace } from './places/form.ts';
import { journalEntryPlace, journalPlace } from './places/journal.ts';
import { keyPlaces } from './places/key.ts';
import { keysPlace } from './places/keys.ts';
import { lineagePlace } from './places/lineage.ts';
import { messagePlace } from './places/message.ts';
import { objectCheckPlace, objectPlace, objectsPlace } from './places/objects.ts';
import { peersPlace } from './places/peers.ts';
import { plannedChangePlace, planPlace } from './places/plan.ts';
import type { PlaceId, PlaceRow, ViewAt } from './places/row.ts';
import { serverPlaces } from './places/server.ts';
import { metaPlace, serversPlace } from './places/servers.ts';
import { streamPlaces } from './places/stream.ts';
import { streamsPlace } from './places/streams.ts';

/** Every place, and everything the deck knows about it. */
export const places = {
	account: accountPlace,
	streams: streamsPlace,
	buckets: bucketsPlace,
	bucket: bucketPlace,
	...streamPlaces,
	message: messagePlace,
	keys: keysPlace,
	...keyPlaces,
	comparison: comparisonPlace,
	'compared-key': comparedKeyPlace,
	consumers: consumersPlace,
	...consumerPlaces,
	objects: objectsPlace,
	object: objectPlace,
	'object-check': objectCheckPlace,
	fetched: fetchedPlace,
	lag: lagPlace,
	peers: peersPlace,
	lineage: lineagePlace,
	downgrade: downgradePlace,
	events: eventsPlace,
	event: eventPlace,
	servers: serversPlace,
	meta: metaPlace,
	...serverPlaces,
	connections: connectionsPlace,
	accounts: accountsPlace,
	'account-detail': accountDetailPlace,
	journal: journalPlace,
	'journal-entry': journalEntryPlace,
	plan: planPlace,
	'planned-change': plannedChangePlace,
	form: formPlace,
	console: consolePlace,
} satisfies { readonly [Id in PlaceId]: PlaceRow<ViewAt<Id>> };

function idOf(view: View): PlaceId {
	return ('pane' in view ? `${view.kind}.${view.pane}` : view.kind) as PlaceId;
}

/** The row of a view's place. */
export function placeOf(view: View): PlaceRow<View> {
	return places[idOf(view)] as PlaceRow<View>;
}

/** How the place in view is drawn. */
export function bodyInView(state: DeckState): PlaceRow<View>['body']['kind'] {
	return placeOf(currentView(state)).body.kind;
}

/** The key of what a place remembers between visits. */
export function listOf(view: View): ListId {
	const { body, about } = placeOf(view);
	return body.kind === 'list' ? listId(body.list, about(view)) : `text:${idOf(view)}\0${about(view)}`;
}

/** The list, or the text, in view. */
export function currentList(state: DeckState): ListId {
	return listOf(currentView(state));
}
