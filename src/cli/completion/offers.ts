import { type BucketKind, bucketKinds, bucketNameIn } from '../../jetstream/buckets/bucket.ts';
import { eventTypes } from '../../jetstream/events/types.ts';
import { type OptionRow, partsOf } from '../options.ts';
import { allSubcommands, type Offered } from '../subcommands.ts';
import type { Names, Offer } from './names.ts';
import { subjectOffers } from './subjects.ts';
import { type CommandLine, keyOf, optionsFor } from './typed.ts';

/** The completions of the word; 'files' if the shell completes file names. */
export async function offersFor(typed: CommandLine, names: Names): Promise<readonly Offer[] | 'files'> {
	const found = await allOffers(typed, names);
	if (found === 'files') return found;
	return found
		.filter(({ text }) => text.startsWith(typed.word))
		.map(({ text, hint }) => ({ text: typed.before + text, hint }));
}

async function allOffers(typed: CommandLine, names: Names): Promise<readonly Offer[] | 'files'> {
	const { option, mayBeOption, word, subcommand, operands, argument } = typed;
	if (option !== undefined) return valuesOf(option, names);
	if (mayBeOption && word.startsWith('-')) return optionOffers(typed);
	if (subcommand === undefined)
		return operands.length === 0 ? allSubcommands.map(({ name, help }) => ({ text: name, hint: help })) : [];
	return argument?.offers === undefined ? [] : argumentOffers(argument.offers, typed, names);
}

async function valuesOf(row: OptionRow, names: Names): Promise<readonly Offer[] | 'files'> {
	if (row.offers === 'context') return names.contexts();
	if (row.offers === 'stream') return streamOffers(names);
	if (row.offers === 'event-type') return eventTypes.map((text) => ({ text, hint: '' }));
	if (row.offers !== undefined) return row.offers.map((text) => ({ text, hint: '' }));
	return partsOf(row).value === 'file' ? 'files' : [];
}

function optionOffers({ subcommand, given }: CommandLine): readonly Offer[] {
	const open = optionsFor(subcommand).filter((row) => row.many || !given.has(keyOf(row)));
	const help = { text: '--help', hint: 'show the options' };
	const version = { text: '--version', hint: 'the version of jetdeck' };
	const options = open.map((row) => ({ text: keyOf(row), hint: row.help }));
	return [...options, help, ...(subcommand === undefined ? [version] : [])];
}

/** First words of reports and checks after which the name of a stream comes. */
const streamWords: ReadonlySet<string> = new Set(['stream', 'consumers', 'consumer']);

async function argumentOffers(
	offers: Offered,
	{ operands, word }: CommandLine,
	names: Names,
): Promise<readonly Offer[] | 'files'> {
	if (offers === 'file') return 'files';
	if (offers === 'backup') return operands.length === 0 ? backupOffers(names) : 'files';
	if (offers === 'subject') return subjectOffers(await names.prefix(), word, names);
	if (offers === 'object') return objectOffers(operands, names);
	if (offers === 'key') return keyOffers(operands, names);
	if (offers === 'consumer') return operands[0] === 'consumer' ? consumerOffers(names, operands[1] ?? '') : [];
	if (offers !== 'stream') return offers.map((text) => ({ text, hint: '' }));
	// The account, all streams and the cluster need no name.
	return streamWords.has(operands[0] ?? '') ? streamOffers(names) : [];
}

/** The streams come first, the folder last. */
async function backupOffers(names: Names): Promise<readonly Offer[]> {
	const readers = ['info', 'verify'].map((text) => ({ text, hint: 'read a backup' }));
	return [...readers, ...(await streamOffers(names))];
}

/** Where a file comes after the bucket; elsewhere names of objects. */
const fileAt: Readonly<Record<string, number>> = { put: 2, get: 3 };

async function objectOffers(operands: readonly string[], names: Names): Promise<readonly Offer[] | 'files'> {
	const [what = '', bucket] = operands;
	if (bucket === undefined) return bucketOffers(names, 'objects');
	if (fileAt[what] === operands.length) return 'files';
	if (what === 'link' && operands.length === 3) return bucketOffers(names, 'objects');
	return (await names.objects(bucket)).map((text) => ({ text, hint: 'object' }));
}

/** After the bucket of these comes a file, or another bucket; after those a list of keys. */
const afterBucket: Readonly<Record<string, 'files' | 'bucket' | 'keys'>> = {
	import: 'files',
	compare: 'bucket',
	del: 'keys',
	purge: 'keys',
};

async function keyOffers(operands: readonly string[], names: Names): Promise<readonly Offer[] | 'files'> {
	const [what = '', bucket] = operands;
	if (bucket === undefined) return bucketOffers(names, 'kv');
	const next = afterBucket[what];
	if (operands.length > 2 && next !== 'keys') return [];
	if (next === 'files') return next;
	if (next === 'bucket') return bucketOffers(names, 'kv');
	return (await names.keys(bucket)).map((text) => ({ text, hint: 'key' }));
}

const bucketOffers = async (names: Names, kind: BucketKind): Promise<readonly Offer[]> =>
	(await names.streams()).flatMap((stream) => {
		const named = bucketNameIn(stream);
		return named?.kind === kind ? [{ text: named.bucket, hint: bucketKinds[kind].noun }] : [];
	});

const streamOffers = async (names: Names): Promise<readonly Offer[]> =>
	(await names.streams()).map((text) => ({ text, hint: 'stream' }));

const consumerOffers = async (names: Names, stream: string): Promise<readonly Offer[]> =>
	(await names.consumers(stream)).map((text) => ({ text, hint: 'consumer' }));
