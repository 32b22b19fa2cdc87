import { groupBy } from '../../format/group-by.ts';
import {
	type ActionRow,
	type BucketLine,
	bucketLineFrom,
	type LineOptions,
	noHeader,
	type Pair,
	pairsIn,
} from '../bucket-line.ts';

/** What `jetdeck object` does. */
export const objectActions = {
	ls: { operands: '[BUCKET]', help: 'the object stores of the account, or the objects of one' },
	get: { operands: 'BUCKET NAME [FILE]', help: 'write an object to a file, checked by its digest' },
	put: { operands: 'BUCKET FILE', help: 'store a file as an object', writes: true },
	del: { operands: 'BUCKET NAME...', help: 'delete objects', writes: true },
	info: { operands: 'BUCKET [NAME]', help: 'the bucket, or one object' },
	watch: { operands: 'BUCKET', help: 'each change as a line, until ctrl-c' },
	check: { operands: 'BUCKET', help: 'find damage, and chunks without an object', writes: true },
	rename: { operands: 'BUCKET NAME NEW-NAME', help: 'give an object another name', writes: true },
	describe: { operands: 'BUCKET NAME', help: 'change description, headers or metadata', writes: true },
	link: {
		operands: 'BUCKET NAME TARGET-BUCKET [TARGET-NAME]',
		help: 'give an object a second name, also in another bucket',
		writes: true,
	},
} as const satisfies Readonly<Record<string, ActionRow>>;

export type ObjectAction = keyof typeof objectActions;

/** The command line of `object WHAT ...`. */
export interface ObjectLine extends BucketLine<ObjectAction> {
	/** Of `put`; by default the path of the file. */
	readonly name?: string;
	readonly description?: string;
	/** Several values of a name stay apart. */
	readonly headers?: Readonly<Record<string, readonly string[]>>;
	readonly metadata?: Readonly<Record<string, string>>;
	readonly chunkSize?: number;
	/** `get`: replaces a file. */
	readonly force: boolean;
	/** `check`: removes chunks without an object. */
	readonly remove: boolean;
}

/** The line, or what is wrong with it. */
export function objectLineFrom(given: readonly string[], options: LineOptions): ObjectLine | string {
	const line = bucketLineFrom('object', objectActions, given, options);
	if (typeof line === 'string') return line;
	const headers = pairsIn(filled(options.header), ':');
	if (headers === undefined) return noHeader;
	const metadata = pairsIn(filled(options.metadata), '=');
	if (metadata === undefined) return 'metadata is key=value';
	const name = options.name === undefined ? undefined : String(options.name);
	if (line.what === 'put' && line.operands[0] === '-' && name === undefined) return 'object put BUCKET - needs --name';
	return {
		...line,
		...(name !== undefined && { name }),
		...(options.description !== undefined && { description: String(options.description) }),
		...(options.header !== undefined && { headers: collected(headers) }),
		...(options.metadata !== undefined && { metadata: Object.fromEntries(metadata) }),
		...(typeof options.chunkSize === 'number' && { chunkSize: options.chunkSize }),
		force: options.force === true,
		remove: options.remove === true,
	};
}

/** An empty text stands for none. */
const filled = (given: unknown): unknown => (given as readonly string[] | undefined)?.filter((text) => text !== '');

function collected(pairs: readonly Pair[]): Readonly<Record<string, readonly string[]>> {
	const byKey = groupBy(pairs, ([key]) => key);
	return Object.fromEntries([...byKey].map(([key, all]) => [key, all.map(([, value]) => value)]));
}
