import { readDigits } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import { readDuration } from '../../format/read-duration.ts';
import type { Ttl } from '../../jetstream/kv/ttl.ts';

interface ActionRow {
	/** What follows it on the command line. */
	readonly operands: string;
	readonly help: string;
	readonly least: number;
	readonly most: number;
	/** It writes: the journal has it. */
	readonly writes?: true;
}

/** What `jetdeck kv` does. */
export const kvActions = {
	ls: { operands: '[BUCKET [PATTERN]]', help: 'the buckets of the account, or the keys of one', least: 0, most: 2 },
	get: { operands: 'BUCKET KEY', help: 'the value, byte for byte', least: 2, most: 2 },
	put: {
		operands: 'BUCKET KEY [VALUE]',
		help: 'store a value, whatever the key has now',
		least: 2,
		most: 3,
		writes: true,
	},
	create: {
		operands: 'BUCKET KEY [VALUE]',
		help: 'store a value, only if the key does not exist',
		least: 2,
		most: 3,
		writes: true,
	},
	update: {
		operands: 'BUCKET KEY [VALUE] --revision N',
		help: 'store a value, only if N is the last revision',
		least: 2,
		most: 3,
		writes: true,
	},
	del: {
		operands: 'BUCKET KEY...',
		help: 'delete keys: store a marker, and keep their history',
		least: 2,
		most: Number.POSITIVE_INFINITY,
		writes: true,
	},
	purge: {
		operands: 'BUCKET KEY...',
		help: 'delete keys and their history',
		least: 2,
		most: Number.POSITIVE_INFINITY,
		writes: true,
	},
	compact: {
		operands: 'BUCKET',
		help: 'remove markers of deleted keys, 30 minutes old or more',
		least: 1,
		most: 1,
		writes: true,
	},
	revert: {
		operands: 'BUCKET KEY --revision N',
		help: 'store the value of revision N again',
		least: 2,
		most: 2,
		writes: true,
	},
	history: { operands: 'BUCKET KEY', help: 'the stored revisions of a key', least: 2, most: 2 },
	watch: { operands: 'BUCKET [PATTERN]', help: 'the values, then each change, until ctrl-c', least: 1, most: 2 },
	export: { operands: 'BUCKET [PATTERN]', help: 'keys with values, a line of JSON each', least: 1, most: 2 },
	import: { operands: 'BUCKET [FILE]', help: 'store the lines of an export', least: 1, most: 2, writes: true },
	compare: { operands: 'BUCKET BUCKET [PATTERN]', help: 'the keys whose values differ', least: 2, most: 3 },
} as const satisfies Readonly<Record<string, ActionRow>>;

export type KvAction = keyof typeof kvActions;

export const kvActionNames = Object.keys(kvActions) as readonly KvAction[];

export const kvCalls = Object.entries(kvActions).map(
	([name, { operands, help }]) => [`${name} ${operands}`, help] as const,
);

/** The command line of `kv WHAT ...`. */
export interface KvLine {
	readonly what: KvAction;
	/** Empty for `ls` of all buckets. */
	readonly bucket: string;
	/** After the bucket. */
	readonly operands: readonly string[];
	readonly revision?: Integer;
	readonly ttl?: Ttl;
	readonly headers: readonly (readonly [name: string, value: string])[];
	/** `ls`, `export`: deleted keys too. */
	readonly deleted: boolean;
	/** `watch`: no present values first. */
	readonly fresh: boolean;
	/** `import`: only keys that the bucket does not have. */
	readonly absent: boolean;
	readonly json: boolean;
	readonly yes: boolean;
	readonly journal: boolean;
	readonly journalValues: boolean;
	readonly readOnly: boolean;
}

type Options = Readonly<Record<string, unknown>>;

/** Actions that need --revision, and others that take it. */
const needsRevision: ReadonlySet<KvAction> = new Set(['update', 'revert']);
const takesRevision: ReadonlySet<KvAction> = new Set(['get', 'del', 'update', 'revert']);
const takesTtl: ReadonlySet<KvAction> = new Set(['put', 'create', 'update', 'purge']);

/** The line, or what is wrong with it. */
export function kvLineFrom(given: readonly string[], options: Options): KvLine | string {
	const [what, ...rest] = given as readonly [KvAction, ...string[]];
	const { least, most, operands: wanted } = kvActions[what];
	if (rest.length < least || rest.length > most) return `kv ${what} takes ${wanted}`;
	const [bucket = '', ...operands] = rest;
	const headers = headersOf(options.header);
	if (headers === undefined) return "a header is 'Key: value'";
	const revision = options.revision === undefined ? undefined : readDigits(String(options.revision));
	if (options.revision !== undefined && revision === undefined) return '--revision is a whole number';
	if (revision === undefined && needsRevision.has(what)) return `kv ${what} needs --revision`;
	if (revision !== undefined && !takesRevision.has(what)) return `kv ${what} takes no --revision`;
	if (revision !== undefined && what === 'del' && operands.length > 1) return 'kv del takes --revision for one key';
	const ttl = options.ttl === undefined ? undefined : ttlOf(String(options.ttl));
	if (options.ttl !== undefined && ttl === undefined) return '--ttl is a duration such as 30s or 1h, or never';
	if (ttl !== undefined && !takesTtl.has(what)) return `kv ${what} takes no --ttl`;
	return {
		what,
		bucket,
		operands,
		...(revision !== undefined && { revision }),
		...(ttl !== undefined && { ttl }),
		headers,
		deleted: options.deleted === true,
		fresh: options.new === true,
		absent: options.absent === true,
		json: options.json === true,
		yes: options.yes === true,
		journal: options.journal !== false,
		journalValues: options.journalValues === true,
		readOnly: options.readOnly === true,
	};
}

const ttlOf = (text: string): Ttl | undefined => (text === 'never' ? text : readDuration(text));

function headersOf(given: unknown): KvLine['headers'] | undefined {
	const texts = (given as readonly string[] | undefined) ?? [];
	const pairs = texts.flatMap((text): KvLine['headers'] => {
		const cut = text.indexOf(':');
		return cut < 1 ? [] : [[text.slice(0, cut).trim(), text.slice(cut + 1).trim()]];
	});
	return pairs.length === texts.length ? pairs : undefined;
}
