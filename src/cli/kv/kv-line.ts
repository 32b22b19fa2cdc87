import { readDigits } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import { readDuration } from '../../format/read-duration.ts';
import type { Ttl } from '../../jetstream/kv/ttl.ts';
import {
	type ActionRow,
	type BucketLine,
	bucketLineFrom,
	type LineOptions,
	noHeader,
	type Pair,
	pairsIn,
} from '../bucket-line.ts';

interface KvRow extends ActionRow {
	readonly revision?: 'needed' | 'taken';
	readonly ttl?: 'taken';
}

/** What `jetdeck kv` does. */
export const kvActions = {
	ls: { operands: '[BUCKET [PATTERN]]', help: 'the buckets of the account, or the keys of one' },
	get: { operands: 'BUCKET KEY [--revision N]', help: 'the value, byte for byte', revision: 'taken' },
	put: { operands: 'BUCKET KEY [VALUE]', help: 'store a value, whatever the key has now', writes: true, ttl: 'taken' },
	create: {
		operands: 'BUCKET KEY [VALUE]',
		help: 'store a value, only if the key does not exist',
		writes: true,
		ttl: 'taken',
	},
	update: {
		operands: 'BUCKET KEY [VALUE] --revision N',
		help: 'store a value, only if N is the last revision',
		writes: true,
		revision: 'needed',
		ttl: 'taken',
	},
	del: {
		operands: 'BUCKET KEY... [--revision N]',
		help: 'delete keys: store a marker; what the bucket keeps beside it stays',
		writes: true,
		revision: 'taken',
	},
	purge: { operands: 'BUCKET KEY...', help: 'delete keys and their history', writes: true, ttl: 'taken' },
	compact: { operands: 'BUCKET', help: 'remove markers of deleted keys, 30 minutes old or more', writes: true },
	revert: {
		operands: 'BUCKET KEY --revision N',
		help: 'store the value of revision N again',
		writes: true,
		revision: 'needed',
	},
	history: { operands: 'BUCKET KEY', help: 'the stored revisions of a key' },
	watch: { operands: 'BUCKET [PATTERN]', help: 'the values, then each change, until ctrl-c' },
	export: { operands: 'BUCKET [PATTERN]', help: 'keys with values, a line of JSON each' },
	import: { operands: 'BUCKET [FILE]', help: 'store the lines of an export', writes: true },
	compare: { operands: 'BUCKET BUCKET [PATTERN]', help: 'the keys whose values differ' },
} as const satisfies Readonly<Record<string, KvRow>>;

export type KvAction = keyof typeof kvActions;

/** The command line of `kv WHAT ...`. */
export interface KvLine extends BucketLine<KvAction> {
	readonly revision?: Integer;
	readonly ttl?: Ttl;
	readonly headers: readonly Pair[];
	/** `watch`: no present values first. */
	readonly fresh: boolean;
	/** `import`: only keys that the bucket does not have. */
	readonly absent: boolean;
	readonly journalValues: boolean;
}

/** The line, or what is wrong with it. */
export function kvLineFrom(given: readonly string[], options: LineOptions): KvLine | string {
	const line = bucketLineFrom('kv', kvActions, given, options);
	if (typeof line === 'string') return line;
	const { what, operands } = line;
	const row: KvRow = kvActions[what];
	const headers = pairsIn(options.header, ':');
	if (headers === undefined) return noHeader;
	const revision = options.revision === undefined ? undefined : readDigits(String(options.revision));
	if (options.revision !== undefined && revision === undefined) return '--revision is a whole number';
	if (revision === undefined && row.revision === 'needed') return `kv ${what} needs --revision`;
	if (revision !== undefined && row.revision === undefined) return `kv ${what} takes no --revision`;
	if (revision !== undefined && what === 'del' && operands.length > 1) return 'kv del takes --revision for one key';
	const ttl = options.ttl === undefined ? undefined : ttlOf(String(options.ttl));
	if (options.ttl !== undefined && ttl === undefined) return '--ttl is a duration such as 30s or 1h, or never';
	if (ttl !== undefined && row.ttl === undefined) return `kv ${what} takes no --ttl`;
	return {
		...line,
		...(revision !== undefined && { revision }),
		...(ttl !== undefined && { ttl }),
		headers,
		fresh: options.new === true,
		absent: options.absent === true,
		journalValues: options.journalValues === true,
	};
}

const ttlOf = (text: string): Ttl | undefined => (text === 'never' ? text : readDuration(text));
