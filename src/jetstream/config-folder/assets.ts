import { isRecord } from '../../format/is.ts';
import { type ConfigurationOfValue, configurationOfValue } from '../config-value.ts';
import type { Dialect } from '../dialect.ts';
import type { ConsumerConfig, StreamConfig } from '../wire.ts';
import { type ConfigFile, documentsOf, type FileDocument, type FileRemark } from './documents.ts';
import { fillIn, respelt, type Variables } from './variables.ts';

interface Written {
	readonly file: string;
	readonly line: number;
}

export interface FileStream extends Written {
	readonly kind: 'stream';
	readonly stream: string;
	readonly config: StreamConfig;
}

export interface FileConsumer extends Written {
	readonly kind: 'consumer';
	readonly stream: string;
	readonly consumer: string;
	readonly config: ConsumerConfig;
}

export type FileAsset = FileStream | FileConsumer;

export interface ReadFiles {
	readonly assets: readonly FileAsset[];
	/** If there is one, nothing of the files may be sent. */
	readonly faults: readonly FileRemark[];
	/** Notes: unknown keys, translations. */
	readonly warnings: readonly FileRemark[];
}

interface FileContext {
	readonly variables: Variables;
	/** The dialect of the target server. */
	readonly dialect?: Dialect;
}

/**
 * The streams and consumers that files describe, JSON or YAML: bare configurations, requests, INFO replies, and lists of those. A
 * consumer that names no stream is one of the stream that its file describes before it.
 */
export function readConfigFiles(files: readonly ConfigFile[], around: FileContext): ReadFiles {
	const read = files.map((file) => readFile(file, around));
	const assets = read.flatMap((each) => each.assets);
	return {
		assets,
		faults: [...read.flatMap(({ faults }) => faults), ...duplicates(assets)],
		warnings: read.flatMap(({ warnings }) => warnings),
	};
}

function readFile(file: ConfigFile, around: FileContext): ReadFiles {
	const documents = documentsOf(file);
	if ('message' in documents) return { assets: [], faults: [documents], warnings: [] };
	const entries = documents.flatMap((document) => entriesOf(document, document.value, []));
	const read = entries.map((entry) => ({ entry, found: readEntry(entry, around) }));
	const streams = read.map(({ found }) =>
		'read' in found && found.read.kind === 'stream' ? found.read.config.name : undefined,
	);
	/** The last one described before it, or the first after it. */
	const streamAt = (at: number): string | undefined =>
		streams.slice(0, at).findLast((name) => name !== undefined) ?? streams.find((name) => name !== undefined);
	const isWhole = read.every(({ found }) => 'read' in found);
	// An invalid stream counts as a stream too.
	const made = read
		.map(({ entry, found }, at) => assetOf(entry, found, streamAt(at)))
		.filter((each) => isWhole || !('nameless' in each));
	return {
		assets: made.flatMap((each) => ('asset' in each ? [each.asset] : [])),
		faults: made.flatMap((each) => ('faults' in each ? each.faults : [])),
		warnings: read.flatMap(({ entry, found }) =>
			'read' in found ? found.read.notes.map((message) => remark(entry, [], message)) : [],
		),
	};
}

/** One of the values that may be a configuration: a document, or an entry of a list in it. */
interface Entry extends FileDocument {
	readonly at: readonly string[];
}

function entriesOf(document: FileDocument, value: unknown, at: readonly string[]): readonly Entry[] {
	if (Array.isArray(value)) return value.flatMap((each, index) => entriesOf(document, each, [...at, String(index)]));
	if (isRecord(value) && value.config === undefined)
		for (const key of ['streams', 'consumers'])
			if (Array.isArray(value[key])) return entriesOf(document, value[key], [...at, key]);
	return [{ ...document, value, at }];
}

const remark = ({ file, placeOf, at }: Entry, path: readonly string[], message: string): FileRemark => ({
	file,
	line: placeOf([...at, ...path]).line,
	message,
});

type Read = { readonly read: Extract<ConfigurationOfValue, { ok: true }> } | { readonly faults: readonly FileRemark[] };

function readEntry(entry: Entry, { variables, dialect }: FileContext): Read {
	const { value, whole, faults } = fillIn(entry.value, variables);
	if (faults.length > 0) return { faults: faults.map(({ path, message }) => remark(entry, path, message)) };
	if (!isRecord(value))
		return { faults: [remark(entry, [], 'This is not a configuration: a stream or consumer needs a name.')] };
	const first = configurationOfValue(value, undefined, dialect);
	if (first.ok) return { read: first };
	const read = whole.size === 0 ? first : configurationOfValue(againAs(value, first, whole), undefined, dialect);
	return read.ok ? { read } : { faults: [remark(entry, read.path, read.message)] };
}

/** A variable is text until its field needs a number or a flag. */
function againAs(
	value: Readonly<Record<string, unknown>>,
	{ wrong = [], path }: Extract<ConfigurationOfValue, { ok: false }>,
	whole: ReadonlySet<string>,
): Readonly<Record<string, unknown>> {
	const before = path[0] === 'config' && isRecord(value.config) ? 'config.' : '';
	const paths = new Set(wrong.map((each) => `${before}${each}`).filter((each) => whole.has(each)));
	return respelt(value, paths) as Readonly<Record<string, unknown>>;
}

function assetOf(
	entry: Entry,
	found: Read,
	beside: string | undefined,
): { readonly asset: FileAsset } | { readonly faults: readonly FileRemark[]; readonly nameless?: true } {
	if ('faults' in found) return found;
	const { read } = found;
	const written = { file: entry.file, line: entry.placeOf(entry.at).line };
	if (read.kind === 'stream')
		return { asset: { kind: 'stream', stream: read.config.name, config: read.config, ...written } };
	const stream = read.stream ?? beside;
	const consumer = read.config.name ?? read.config.durable_name ?? '';
	if (consumer === '')
		return { faults: [remark(entry, [], 'The consumer has no name: give it a name or a durable_name.')] };
	if (stream === undefined)
		return {
			nameless: true,
			faults: [remark(entry, [], `Consumer ${consumer} does not name its stream: add stream_name.`)],
		};
	return { asset: { kind: 'consumer', stream, consumer, config: read.config, ...written } };
}

/** A unique key for each. */
function assetKey({ kind, stream, ...rest }: FileAsset): string {
	return kind === 'stream' ? stream : `${stream}\0${'consumer' in rest ? rest.consumer : ''}`;
}

function duplicates(assets: readonly FileAsset[]): readonly FileRemark[] {
	const first = new Map<string, FileAsset>();
	return assets.flatMap((asset) => {
		const key = assetKey(asset);
		const other = first.get(key);
		if (other === undefined) {
			first.set(key, asset);
			return [];
		}
		const name = asset.kind === 'stream' ? `Stream ${asset.stream}` : `Consumer ${asset.stream} > ${asset.consumer}`;
		const message = `${other.file}:${other.line} already describes ${name.charAt(0).toLowerCase()}${name.slice(1)}: keep one of them.`;
		return [{ file: asset.file, line: asset.line, message }];
	});
}
