import { waitFor } from '../changes/propose.ts';
import { plural } from '../format/integer.ts';
import { bucketNameIn, bucketNameOf } from '../jetstream/buckets/bucket.ts';
import { type Comparison, compareBuckets } from '../jetstream/kv/compare-buckets.ts';
import { readKeyNames } from '../jetstream/kv/key-names.ts';
import { type OpenKvBucket, openKvStream } from '../jetstream/kv/open-bucket.ts';
import { jetdeckLine } from '../jetstream/nats-cli/nats-line.ts';
import { inSentences } from '../jetstream/problem.ts';
import type { Api } from '../jetstream/request.ts';
import { open, viewAt } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { toast } from '../store/toast.ts';
import type { View } from '../store/view.ts';
import { aboutComparison, type ComparisonAt } from '../views/keys/comparison.ts';
import { currentList } from '../views/places.ts';
import { rowsOf } from '../views/rows.ts';
import { choose } from './ask.ts';
import type { Command, CommandContext } from './command.ts';
import { offerCopies } from './copying.ts';
import { kvStreamOf, streamNames } from './names.ts';
import { selection } from './selection.ts';

declare module '../store/overlay.ts' {
	interface Picks {
		compare: ComparisonAt;
	}
}

/** The beginnings and digests of so many values are kept of each bucket. */
const mostCompared = 250_000;

/** Two key-value buckets beside each other. */
export const compareCommands: readonly Command[] = [
	{
		id: 'name.compare',
		title: 'Compare key-value buckets',
		more: 'by name: the keys whose values differ',
		keys: [],
		scopes: ['everywhere'],
		group: 'look',
		aliases: ['compare'],
		argument: 'BUCKET [OTHER]',
		completes: ['bucket', 'bucket'],
		run: (context, argument = '') => compareNamed(context, argument.trim().split(/\s+/)),
	},
	{
		id: 'keys.compare',
		title: 'Compare with another bucket',
		more: 'the keys whose values differ',
		short: 'compare',
		keys: ['D'],
		scopes: ['keys', 'bucket', 'buckets'],
		group: 'look',
		rank: 30,
		disabled: ({ state }) => (kvStream(state) === undefined ? 'No key-value bucket is selected.' : undefined),
		run: (context) => offerOthers(context, kvStream(context.state)),
	},
	{
		id: 'comparison.again',
		title: 'Compare again',
		short: 'again',
		keys: ['D'],
		scopes: ['comparison'],
		group: 'look',
		rank: 90,
		run: (context) => {
			const view = viewAt(context.state, 'comparison');
			if (view !== undefined) void compareWith(context, view);
		},
	},
	{
		id: 'comparison.open',
		title: 'Open both values',
		short: 'open',
		keys: ['enter', 'l', 'right'],
		scopes: ['comparison'],
		group: 'go',
		rank: 100,
		disabled: ({ state }) => (selection(state).key === undefined ? 'No key differs.' : undefined),
		run: ({ deck, state }) => {
			const { stream, other, key } = selection(state);
			if (stream !== undefined && other !== undefined && key !== undefined)
				deck.store.setState(open(state, { kind: 'compared-key', stream, other, key }));
		},
	},
	{
		id: 'comparison.copy',
		title: 'Copy',
		more: 'the keys, or the command line that compares the buckets',
		short: 'copy',
		keys: ['c'],
		scopes: ['comparison', 'compared-key'],
		group: 'take',
		rank: 20,
		run: (context) => {
			const { state } = context;
			const { stream = '', other = '', key } = selection(state);
			const pattern = viewAt(state, 'comparison')?.pattern;
			const names = [bucketNameOf(stream), bucketNameOf(other), ...(pattern === undefined ? [] : [pattern])];
			const isList = viewAt(state, 'comparison') !== undefined;
			offerCopies(context, [
				['key', key],
				['keys', isList ? rowsOf(state, currentList(state)).join('\n') : undefined],
				['command line', jetdeckLine(state.target.cli, ['kv', 'compare'], names)],
			]);
		},
	},
];

/** The key-value bucket that is selected or in view. */
function kvStream(state: DeckState): string | undefined {
	const { stream } = selection(state);
	return stream !== undefined && bucketNameIn(stream)?.kind === 'kv' ? stream : undefined;
}

/** One name is that of the other bucket where one is in view. */
function compareNamed(context: CommandContext, [one = '', other]: readonly string[]): void {
	const { deck, state } = context;
	const [stream, named] = [one, other].map((name) => (name === undefined ? undefined : kvStreamOf(state, name)));
	const inView = kvStream(state);
	if (one === '') {
		offerOthers(context, inView);
		return;
	}
	const missing = stream === undefined ? one : other !== undefined && named === undefined ? other : undefined;
	if (missing !== undefined) toast(deck.store, 'warn', `There is no key-value bucket ${missing}.`);
	else if (stream !== undefined && named !== undefined) void compareWith(context, { stream, other: named });
	else if (stream !== undefined && inView !== undefined && inView !== stream)
		void compareWith(context, { stream: inView, other: stream });
	else offerOthers(context, stream);
}

function offerOthers(context: CommandContext, stream: string | undefined): void {
	const { deck, state } = context;
	if (stream === undefined) {
		toast(deck.store, 'warn', 'Which buckets? For example :compare SETTINGS SETTINGS_OLD.');
		return;
	}
	const pattern = viewAt(state, 'keys')?.pattern;
	const others = streamNames(state).filter((name) => name !== stream && bucketNameIn(name)?.kind === 'kv');
	if (others.length === 0) toast(deck.store, 'warn', 'There is no other key-value bucket that is known.');
	else
		choose(
			context,
			`Compare bucket ${bucketNameOf(stream)} with`,
			others.map((other) => ({
				label: bucketNameOf(other),
				detail: pattern === undefined ? '' : pattern,
				pick: { kind: 'compare', stream, other, ...(pattern !== undefined && { pattern }) },
			})),
		);
}

/** Reads both buckets, and shows what differs. */
export async function compareWith(context: CommandContext, at: ComparisonAt): Promise<void> {
	const { store } = context.deck;
	const { stream, other } = at;
	if (stream === other) {
		toast(store, 'warn', 'A bucket equals itself: name another one.');
		return;
	}
	const title = `Compare bucket ${bucketNameOf(stream)} with ${bucketNameOf(other)}`;
	const found = await waitFor(store, title, (signal, say) => compared(context, at, signal, say));
	if (found === undefined) return;
	if ('refusal' in found) {
		toast(store, 'bad', found.refusal);
		return;
	}
	const { pattern } = at;
	const view: View = { kind: 'comparison', stream, other, ...(pattern !== undefined && { pattern }) };
	const differences = new Map(found.differences.map((each) => [each.key, each]));
	const comparison = { about: aboutComparison(at), differences, equal: found.equal, at: Date.now() };
	store.setState((now) => ({ comparison, ...open(now, view) }));
}

/** Why they do not fit into the memory of the deck. Only a page of names tells how many keys a pattern has. */
export async function tooMany(
	api: Api,
	{ bucket, source }: OpenKvBucket,
	{ pattern, signal }: { readonly pattern?: string | undefined; readonly signal: AbortSignal },
	most = mostCompared,
): Promise<string | undefined> {
	const { num_subjects: all = 0 } = source.info.state;
	if (all <= most) return undefined;
	const page = pattern === undefined ? undefined : await readKeyNames(api, bucket, { pattern, offset: 0, signal });
	if (page?.ok === false) return inSentences(page.problem);
	const keys = page?.value.total ?? all;
	if (keys <= most) return undefined;
	const matching = pattern === undefined ? '' : ` of ${pattern}`;
	return `Bucket ${bucket.bucket} has ${plural(keys, 'key')}${matching}, more than fit into memory: filter by a ${pattern === undefined ? '' : 'narrower '}pattern (f) first, or use jetdeck kv compare.`;
}

async function compared(
	{ deck, state }: CommandContext,
	{ stream, other, pattern }: ComparisonAt,
	signal: AbortSignal,
	say: (doing: string) => void,
): Promise<Comparison | { readonly refusal: string }> {
	const buckets: OpenKvBucket[] = [];
	for (const each of [stream, other]) {
		const opened = await openKvStream(deck.api(), each, state.features, signal);
		if (!opened.ok) return { refusal: inSentences(opened.problem) };
		if (opened.value === undefined) return { refusal: `There is no key-value bucket ${bucketNameOf(each)}.` };
		const refusal = await tooMany(deck.api(), opened.value, { pattern, signal });
		if (refusal !== undefined) return { refusal };
		buckets.push(opened.value);
	}
	const [one, two] = buckets as [OpenKvBucket, OpenKvBucket];
	const found = await compareBuckets(deck.link(), [one, two], {
		signal,
		...(pattern !== undefined && { pattern }),
		onProgress: (bucket, values) => say(`Reading bucket ${bucket}: ${plural(values, 'value')}`),
	});
	return 'problem' in found ? { refusal: `Not compared. ${inSentences(found.problem)}` } : found;
}
