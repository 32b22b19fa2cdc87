import { endpointById, type ParamsOf } from './endpoints.ts';
import { type OnePage, openPage, type PagedId, type PageItems } from './page-entries.ts';
import type { Answer, Failure, Problem } from './problem.ts';
import type { Ask, AskOptions } from './replies.ts';
import { unaddressable } from './unaddressable.ts';

export interface PagesOptions<Id extends PagedId, Kept = PageItems[Id]> extends AskOptions {
	/** What to keep of an entry, for a list whose entries would fill the memory. It may be called again for the same entry. Default: all. */
	readonly keep?: (item: PageItems[Id]) => Kept;
	/** Called as pages come in; with `concurrency` above 1 not necessarily in their order. */
	readonly onPage?: (page: {
		readonly items: readonly PageItems[Id][];
		readonly received: number;
		readonly total: number;
	}) => void;
	/** Requests under way at once, 1 to 4. Default 1. */
	readonly concurrency?: number;
	/** Stop asking for pages after so many entries; `total` is how many there are. Default: read all. */
	readonly most?: number;
}

/** Everything a list had. An entry is in `items` once, in the order of the server. */
export interface Pages<Item> {
	readonly items: readonly Item[];
	/** The last total of the server; differs from `items` when the list changed meanwhile. */
	readonly total: number;
	/** How many more entries there are than names came: the list changed while it was read, or some entries have no name. */
	readonly nameless: number;
	/** Every name, with and without an entry. */
	readonly names: ReadonlySet<string>;
	/** Why a name has no entry: it is offline, its leader did not answer in time (cluster), or its entry is unreadable. */
	readonly silent: ReadonlyMap<string, Problem>;
	/** Why assets are offline, by name; 2.11.9 and later. */
	readonly offline: Readonly<Record<string, string>>;
}

export type PagesAnswer<Id extends PagedId, Kept = PageItems[Id]> = Answer<Pages<Kept>>;

const MAX_CONCURRENCY = 4;
/** Read a list again if it changes while it is read, at most so often. */
const MAX_SWEEPS = 3;

/** One walk through the whole list. */
interface Sweep {
	readonly pages: OnePage[];
	readonly names: Set<string>;
	/** The largest total that a page named: entries that are added meanwhile push others beyond the first one. */
	total: number;
	/** A page brought nothing new: this is the end, whatever `total` says. */
	ended: boolean;
	failure?: Failure;
}

type GetPage = (offset: number) => Promise<OnePage | Failure>;

/**
 * Reads all pages. The server slices a sorted list by position, so entries that come or go meanwhile shift the rest:
 * repeated names are merged, and a list that cannot be whole is read again, until two readings agree.
 */
export async function readPages<Id extends PagedId, Kept = PageItems[Id]>(
	request: Ask,
	id: Id,
	params: ParamsOf<Id>,
	body: object = {},
	options: PagesOptions<Id, Kept> = {},
): Promise<PagesAnswer<Id, Kept>> {
	const started = Date.now();
	const seen = new Set<string>();
	/** Of the oldest page: a long list takes longer to read than what it says stays true. */
	let at = Number.POSITIVE_INFINITY;
	const getPage: GetPage = async (offset) => {
		const answer = await request(id, params, { ...body, offset }, options);
		if (!answer.ok) return answer;
		at = Math.min(at, answer.at);
		const page = openPage(id, listSubject(id, params), offset, answer.value);
		if (options.onPage !== undefined) {
			for (const [name] of page.entries) seen.add(name);
			// The endpoint decides what its entries are; `openPage` took them from there.
			const items = page.entries.map(([, item]) => item as PageItems[Id]);
			options.onPage({ items, received: seen.size, total: page.total });
		}
		const { keep } = options;
		if (keep === undefined) return page;
		return { ...page, entries: page.entries.map(([name, item]) => [name, keep(item as PageItems[Id])] as const) };
	};
	const concurrency = Math.max(1, Math.min(MAX_CONCURRENCY, options.concurrency ?? 1));
	const most = options.most ?? Number.POSITIVE_INFINITY;
	let last: Pages<Kept> | undefined;
	for (let sweeps = 1; ; sweeps++) {
		at = Number.POSITIVE_INFINITY;
		const sweep = await readOnce(getPage, concurrency, most);
		if (sweep.failure !== undefined) return { ...sweep.failure, ms: Date.now() - started };
		const nameless = Math.max(0, Math.min(sweep.total, most) - sweep.names.size);
		const value = { ...join<Kept>(sweep.pages), nameless };
		const agrees = last?.total === value.total && last.items.length === value.items.length;
		if (!isTorn(sweep, most) || agrees || sweeps === MAX_SWEEPS) {
			return { ok: true, value, at, ms: Date.now() - started };
		}
		last = value;
	}
}

async function readOnce(getPage: GetPage, concurrency: number, most: number): Promise<Sweep> {
	const sweep: Sweep = { pages: [], names: new Set(), total: 0, ended: false };
	const first = await getPage(0);
	if ('ok' in first) return { ...sweep, failure: first };
	const { limit } = first;
	take(sweep, first);
	if (limit <= 0) return sweep;
	await readSlot(getPage, sweep, first.names.length, limit);
	let next = limit;
	const worker = async (): Promise<void> => {
		while (next < Math.min(sweep.total, most) && !sweep.ended && sweep.failure === undefined) {
			const start = next;
			next += limit;
			await readSlot(getPage, sweep, start, start + limit);
		}
	};
	await Promise.all(Array.from({ length: concurrency }, worker));
	if (sweep.names.size < most) await readOn(getPage, sweep);
	return sweep;
}

/**
 * A full page may not be the last one, whatever `total` says: CONSUMER.LIST of a 2.9 cluster counts the page alone. Asks on
 * until a page is short.
 */
async function readOn(getPage: GetPage, sweep: Sweep): Promise<void> {
	for (;;) {
		const last = sweep.pages.reduce((far, page) => (page.offset > far.offset ? page : far));
		if (last.names.length < last.limit || sweep.ended || sweep.failure !== undefined) return;
		await readPage(getPage, sweep, last.offset + last.names.length);
	}
}

async function readPage(getPage: GetPage, sweep: Sweep, offset: number): Promise<OnePage | undefined> {
	const page = await getPage(offset);
	if ('ok' in page) {
		sweep.failure = page;
		return undefined;
	}
	take(sweep, page);
	return page;
}

/** A page may come back short, as lists with offline assets do: asks on until the slot is covered or nothing new comes. */
async function readSlot(getPage: GetPage, sweep: Sweep, start: number, end: number): Promise<void> {
	for (let offset = start; offset < Math.min(end, sweep.total) && !sweep.ended; ) {
		const page = await readPage(getPage, sweep, offset);
		if (page === undefined) return;
		offset += page.names.length;
	}
}

function take(sweep: Sweep, page: OnePage): void {
	const before = sweep.names.size;
	for (const name of page.names) sweep.names.add(name);
	sweep.pages.push(page);
	sweep.total = Math.max(sweep.total, page.total);
	if (sweep.names.size === before) sweep.ended = true;
}

/** The list changed its size meanwhile, or fewer names came than it has; or a server that only counts pages cannot tell. */
function isTorn({ pages, names }: Sweep, most: number): boolean {
	const total = pages.at(-1)?.total ?? 0;
	return pages.length > 1 && (names.size < Math.min(total, most) || pages.some((page) => page.total !== total));
}

function join<Item>(unordered: readonly OnePage[]): Omit<Pages<Item>, 'nameless'> {
	const items = new Map<string, Item>();
	const silent = new Map<string, Problem>();
	const offline = new Map<string, string>();
	const names = new Set<string>();
	for (const page of unordered.toSorted((a, b) => a.offset - b.offset)) {
		for (const [name, item] of page.entries) {
			// Several subjects have that name, and are one entry of the page that has most of them: fewer of them come again.
			if (!items.has(name) || unaddressable(name) !== 'bytes') items.set(name, item as Item);
			names.add(name);
		}
		for (const [name, problem] of page.silent) silent.set(name, problem);
		for (const [name, reason] of Object.entries(page.offline)) offline.set(name, reason);
		for (const name of [...page.silent.keys(), ...Object.keys(page.offline)]) names.add(name);
	}
	for (const name of items.keys()) silent.delete(name);
	return {
		items: [...items.values()],
		total: unordered.at(-1)?.total ?? 0,
		names,
		silent,
		offline: Object.fromEntries(offline),
	};
}

function listSubject<Id extends PagedId>(id: Id, params: ParamsOf<Id>): string {
	const { stream = '' } = params as Readonly<Record<string, string>>;
	return endpointById(id).subject.replace('{stream}', stream);
}
