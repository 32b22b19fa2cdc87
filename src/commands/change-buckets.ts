import { type BucketPlanner, bucketsDelete, bucketsPurge, storeSeal } from '../changes/buckets.ts';
import { plural } from '../format/integer.ts';
import { openBucketCopy, openBucketEdit, openNewBucket } from '../forms/open.ts';
import { bucketInWords, bucketNameIn } from '../jetstream/buckets/bucket.ts';
import type { StreamConfig } from '../jetstream/wire.ts';
import type { Command, CommandContext } from './command.ts';
import { needsVersion } from './needs-version.ts';
import { readStream } from './open-form.ts';
import { streamInfo } from './selection.ts';
import { readOnly, several, streamTargets } from './targets.ts';

const bucketPlaces = ['buckets', 'bucket'] as const;

/** What can be changed of buckets. */
export const changeBucketCommands: readonly Command[] = [
	{
		id: 'bucket.new',
		title: 'Create a bucket',
		short: 'new',
		keys: ['n'],
		scopes: ['buckets'],
		group: 'change',
		rank: 95,
		aliases: ['new-bucket'],
		needs: ['stream.create'],
		disabled: ({ state }) => readOnly(state) ?? needsVersion(state, '2.9', 'A bucket'),
		run: ({ deck, state }) => deck.store.setState(openNewBucket(state)),
	},
	{
		id: 'bucket.edit',
		title: 'Edit the bucket',
		short: 'edit',
		keys: ['e'],
		scopes: bucketPlaces,
		group: 'change',
		rank: 80,
		aliases: ['edit-bucket'],
		needs: ['stream.update'],
		disabled: (context) => readOnly(context.state) ?? oneBucket(context),
		run: (context) =>
			readStream(context, (info) => context.deck.store.setState((state) => openBucketEdit(state, info))),
	},
	{
		id: 'bucket.copy',
		title: 'Duplicate the bucket',
		more: 'a new one with its configuration',
		keys: [],
		scopes: bucketPlaces,
		group: 'change',
		aliases: ['duplicate-bucket'],
		disabled: (context) => readOnly(context.state) ?? oneBucket(context),
		run: (context) =>
			readStream(context, (info) => context.deck.store.setState((state) => openBucketCopy(state, info))),
	},
	{
		id: 'bucket.purge',
		title: 'Purge buckets',
		more: 'every key or object of this one, or of the marked ones',
		short: 'purge',
		keys: ['P'],
		scopes: bucketPlaces,
		group: 'change',
		rank: 77,
		aliases: ['purge-bucket'],
		needs: ['stream.purge'],
		disabled: (context) => readOnly(context.state) ?? noBucket(context) ?? unpurgeable(context),
		run: (context) => propose(context, 'Purge', bucketsPurge),
	},
	{
		id: 'bucket.delete',
		title: 'Delete buckets',
		more: 'this one, or the marked ones',
		short: 'delete',
		keys: ['ctrl+d'],
		scopes: bucketPlaces,
		group: 'change',
		rank: 76,
		aliases: ['delete-bucket'],
		needs: ['stream.delete'],
		disabled: (context) => readOnly(context.state) ?? noBucket(context),
		run: (context) => propose(context, 'Delete', bucketsDelete),
	},
	{
		id: 'bucket.seal',
		title: 'Seal the store',
		more: 'an object store, for ever: no request undoes it',
		keys: [],
		scopes: bucketPlaces,
		group: 'change',
		aliases: ['seal-bucket'],
		needs: ['stream.update'],
		disabled: (context) => readOnly(context.state) ?? oneBucket(context) ?? unsealable(context),
		run: (context) => propose(context, 'Seal', storeSeal),
	},
];

const configIn = ({ state }: CommandContext, stream: string): StreamConfig | undefined =>
	streamInfo(state, stream)?.config;

function noBucket({ state }: CommandContext): string | undefined {
	return streamTargets(state).length === 0 ? 'No bucket is selected.' : undefined;
}

const oneBucket = (context: CommandContext): string | undefined =>
	noBucket(context) ?? several(streamTargets(context.state));

function unpurgeable(context: CommandContext): string | undefined {
	const refusing = streamTargets(context.state).find((stream) => {
		const config = configIn(context, stream);
		return config?.deny_purge === true || config?.sealed === true;
	});
	return refusing && `${bucketNameIn(refusing)?.bucket} cannot be purged: it is sealed or has deny_purge.`;
}

function unsealable(context: CommandContext): string | undefined {
	const [stream = ''] = streamTargets(context.state);
	const config = configIn(context, stream);
	if (bucketNameIn(stream)?.kind !== 'objects') return 'Only object stores can be sealed.';
	if (config?.sealed) return 'It is already sealed.';
	return config?.mirror ? 'A mirror cannot be sealed: it follows its origin.' : undefined;
}

function propose({ deck, state }: CommandContext, verb: string, plan: BucketPlanner): void {
	const streams = streamTargets(state);
	const [only = ''] = streams;
	const named = streams.length === 1 ? bucketNameIn(only) : undefined;
	const what = named === undefined ? plural(streams.length, 'bucket') : bucketInWords(named);
	deck.propose(`${verb} ${what}`, (api, signal) => plan(streams, { api, state, signal }));
}
