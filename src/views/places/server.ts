import { plural } from '../../format/integer.ts';
import { asRecord, integerIn, recordsIn, textIn } from '../../format/is.ts';
import type { Line } from '../../format/line.ts';
import { memo } from '../../format/memo.ts';
import { valueWithoutSecrets } from '../../format/secret.ts';
import { systemEndpointById } from '../../jetstream/endpoints/system.ts';
import { inSentences } from '../../jetstream/problem.ts';
import { type Datum, lastKnown, latest, problemOf, unknown } from '../../store/datum.ts';
import type { Resource } from '../../store/resource.ts';
import type { DeckState } from '../../store/state.ts';
import { hasSystem } from '../../store/system/access.ts';
import {
	askedOf,
	oneStatsResource,
	raftResource,
	type ServerAsk,
	serverAsks,
	serverResource,
} from '../../store/system/one-server.ts';
import { type ServerPane, serverPanes } from '../../store/view.ts';
import { paragraph } from '../detail/facts.ts';
import { jsonViewLines } from '../json-lines.ts';
import type { Section } from '../line.ts';
import { sectionLines, textColumns } from '../section-lines.ts';
import { systemNotice } from '../servers/notice.ts';
import { serverRow } from '../servers/row.ts';
import { overviewSections } from '../servers/sections.ts';
import { accountSections, linkSections, raftSections, type Said } from '../servers/tables.ts';
import { neverFalls, type PlaceRow, type ViewAt } from './row.ts';

type Here = ViewAt<'server.overview'>;
type Values = Readonly<Record<string, unknown>>;

/** What a pane asks, and how it shows the replies. */
interface Pane {
	readonly crumb: string;
	readonly asks: readonly ServerAsk[];
	/** Polls between two reads. */
	readonly every: number;
	readonly more?: (state: DeckState, name: string) => readonly Resource[];
	/** It can be shown only with the reply to this; without it, as soon as the server is known. */
	readonly needs?: ServerAsk;
	readonly lines: (state: DeckState, name: string) => readonly Line[];
}

/** RAFT groups are read of so many accounts: a reply may be a megabyte. */
const mostAccounts = 20;
/** Lines of JSON of one endpoint. */
const mostJson = 2_000;

const sections =
	(make: (said: (ask: ServerAsk) => Values, state: DeckState, name: string) => readonly Section[]): Pane['lines'] =>
	(state, name) =>
		sectionLines(
			make((ask) => valueIn(askedOf(state, name, ask)), state, name),
			state.size.columns,
		);

/** Hundreds of rows without an age: made once for each reply. */
const accountTable = memo((jsz: Values, columns: number) => sectionLines(accountSections(jsz), columns));

/** A reply, or why there is none. */
function saidIn(datum: Datum<{ readonly value: Values }>): Said {
	if (latest(datum) !== undefined) return { value: valueIn(datum) };
	const problem = problemOf(datum);
	return { value: {}, unread: problem === undefined ? 'Reading…' : inSentences(problem) };
}

const valueIn = (datum: Datum<{ readonly value: Values }>): Values => latest(datum)?.value ?? {};

const panes: Readonly<Record<ServerPane, Pane>> = {
	overview: {
		crumb: 'overview',
		asks: ['variables', 'health', 'jetstream'],
		every: 4,
		lines: sections((said, state, name) =>
			overviewSections(
				serverRow(state, name),
				said('variables'),
				said('health'),
				said('jetstream'),
				textColumns(state.size.columns),
			),
		),
	},
	links: {
		crumb: 'links',
		asks: ['routes', 'gateways', 'leafs'],
		every: 3,
		needs: 'routes',
		lines: (state, name) => {
			const said = (ask: ServerAsk) => saidIn(askedOf(state, name, ask));
			return sectionLines(linkSections(said('routes'), said('gateways'), said('leafs')), state.size.columns);
		},
	},
	accounts: {
		crumb: 'accounts',
		asks: ['jetstream'],
		every: 4,
		needs: 'jetstream',
		lines: (state, name) => accountTable(valueIn(askedOf(state, name, 'jetstream')), state.size.columns),
	},
	raft: {
		crumb: 'RAFT',
		asks: ['variables', 'jetstream'],
		every: 8,
		more: (state, name) =>
			raftAccounts(state, name)
				.slice(0, mostAccounts)
				.map((account) => raftResource(state, name, account, 8)),
		needs: 'jetstream',
		lines: (state, name) => {
			const accounts = raftAccounts(state, name);
			const read = accounts.slice(0, mostAccounts).map((account) => askedOf(state, name, `raft ${account}`));
			const failure = read.map(problemOf).find((problem) => problem !== undefined);
			if (failure !== undefined && read.every((datum) => lastKnown(datum) === undefined))
				return paragraph(inSentences(failure), 'bad', state.size.columns);
			const unread = unreadRaft(read, accounts.length + unlistedAccounts(state, name) - read.length);
			const lines = unread.flatMap((text) => paragraph(text, 'warn', textColumns(state.size.columns)));
			return sectionLines(raftSections(read.map(valueIn), lines), state.size.columns);
		},
	},
	json: {
		crumb: 'JSON',
		asks: Object.keys(serverAsks) as readonly ServerAsk[],
		every: 8,
		lines: jsonLines,
	},
};

/** The meta group is the system account's. */
function raftAccounts(state: DeckState, name: string): readonly string[] {
	const system = textIn(valueIn(askedOf(state, name, 'variables')), 'system_account') ?? '$SYS';
	const accounts = recordsIn(valueIn(askedOf(state, name, 'jetstream')), 'account_details');
	const names = accounts.flatMap((account) => textIn(account, 'id') ?? textIn(account, 'name') ?? []);
	return [...new Set([system, ...names])];
}

/** Accounts that the reply does not list. */
function unlistedAccounts(state: DeckState, name: string): number {
	const jsz = valueIn(askedOf(state, name, 'jetstream'));
	const listed = recordsIn(jsz, 'account_details').length;
	return Math.max(0, Number(integerIn(jsz, 'accounts') ?? listed) - listed);
}

/** Whose groups are not in the table, and why. */
export function unreadRaft(read: readonly Datum<unknown>[], beyond: number): readonly string[] {
	const unread = read.filter((datum) => lastKnown(datum) === undefined);
	const failures = unread.map(problemOf).filter((problem) => problem !== undefined);
	const waiting = unread.length - failures.length;
	const [failure] = failures;
	return [
		...(waiting === 0 ? [] : [`Reading the groups of ${plural(waiting, 'account')}…`]),
		...(failure === undefined
			? []
			: [`${plural(failures.length, 'account')} could not be read: ${inSentences(failure)}`]),
		...(beyond === 0 ? [] : [`${plural(beyond, 'more account')}: jetdeck reads the groups of ${mostAccounts}.`]),
	];
}

/** Each reply as it came, without what looks secret. */
function jsonLines(state: DeckState, name: string): readonly Line[] {
	const { columns } = state.size;
	return (Object.keys(serverAsks) as readonly ServerAsk[]).flatMap((ask): readonly Line[] => {
		const { title, subject } = systemEndpointById(serverAsks[ask].id);
		const head: Line = [{ text: `  ${title} · ${subject.split('.').at(-1)}`, tone: 'accent' }];
		const datum = askedOf(state, name, ask);
		const reply = latest(datum);
		if (reply === undefined) return [head, ...paragraph(problemOf(datum)?.message ?? 'Reading…', 'dim', columns), []];
		return [head, ...jsonOf(reply.value, columns), []];
	});
}

/** A reply is made into lines once: it may be large. */
const made = new WeakMap<Values, { readonly columns: number; readonly lines: readonly Line[] }>();

function jsonOf(value: Values, columns: number): readonly Line[] {
	const before = made.get(value);
	if (before?.columns === columns) return before.lines;
	const all = jsonViewLines(asRecord(valueWithoutSecrets(value)), columns);
	const rest: readonly Line[] =
		all.length > mostJson ? [[{ text: `  … ${all.length - mostJson} more lines`, tone: 'dim' }]] : [];
	const lines = [...all.slice(0, mostJson), ...rest];
	made.set(value, { columns, lines });
	return lines;
}

function placeOfPane(pane: ServerPane): PlaceRow<ViewAt<`server.${ServerPane}`>> {
	const { crumb, asks, every, more, needs, lines } = panes[pane];
	return {
		crumbs: (_, { server }) => ['Servers', server, crumb],
		about: ({ server }) => server,
		body: {
			kind: 'text',
			datum: (state, { server }) => (needs === undefined ? knownServer(state, server) : askedOf(state, server, needs)),
			waiting: 'Reading…',
			lines: (state, { server }) => lines(state, server),
			inputs: ({ servers }) => [servers],
		},
		interests: (state: DeckState, { server }: Here) => {
			if (!hasSystem(state)) return [];
			const known = state.servers.entries.get(server)?.server !== undefined;
			return [
				oneStatsResource(state, server),
				...(known ? asks.map((ask) => serverResource(state, server, ask, every)) : []),
				...(known ? (more?.(state, server) ?? []) : []),
			];
		},
		sweep: 'none',
		scopes: ['server'],
		fallsWith: neverFalls,
		acts: (_, { server }) => ({ server }),
		panes: ({ server }) => serverPanes.map((each) => ({ kind: 'server', server, pane: each }) as const),
		report: 'not printed',
		notice: systemNotice,
	};
}

/** A server is shown as soon as anything is known of it. */
function knownServer({ servers, now }: DeckState, name: string): Datum<unknown> {
	const entry = servers.entries.get(name);
	return entry === undefined ? unknown : { phase: 'ready', value: entry, at: entry.heardAt ?? now };
}

export const serverPlaces = {
	'server.overview': placeOfPane('overview'),
	'server.links': placeOfPane('links'),
	'server.accounts': placeOfPane('accounts'),
	'server.raft': placeOfPane('raft'),
	'server.json': placeOfPane('json'),
};
