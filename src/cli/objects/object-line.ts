import { groupBy } from '../../format/group-by.ts';

/** What `jetdeck object` does, with what follows it on the command line. */
export const objectActions = {
	ls: { operands: '[BUCKET]', help: 'the object stores of the account, or the objects of one', least: 0, most: 1 },
	get: { operands: 'BUCKET NAME [FILE]', help: 'write an object to a file, checked by its digest', least: 2, most: 3 },
	put: { operands: 'BUCKET FILE', help: 'store a file as an object', least: 2, most: 2 },
	del: { operands: 'BUCKET NAME...', help: 'delete objects', least: 2, most: Number.POSITIVE_INFINITY },
	info: { operands: 'BUCKET [NAME]', help: 'the bucket, or one object', least: 1, most: 2 },
	watch: { operands: 'BUCKET', help: 'each change as a line, until ctrl-c', least: 1, most: 1 },
	check: { operands: 'BUCKET', help: 'find damage, and chunks without an object', least: 1, most: 1 },
	rename: { operands: 'BUCKET NAME NEW-NAME', help: 'give an object another name', least: 3, most: 3 },
	describe: { operands: 'BUCKET NAME', help: 'change description, headers or metadata', least: 2, most: 2 },
	link: {
		operands: 'BUCKET NAME TARGET-BUCKET [TARGET-NAME]',
		help: 'give an object a second name, also in another bucket',
		least: 3,
		most: 4,
	},
} as const;

export type ObjectAction = keyof typeof objectActions;

export const objectActionNames = Object.keys(objectActions) as readonly ObjectAction[];

export const objectCalls = Object.entries(objectActions).map(
	([name, { operands, help }]) => [`${name} ${operands}`, help] as const,
);

/** The command line of `object WHAT ...`. */
export interface ObjectLine {
	readonly what: ObjectAction;
	/** Empty for `ls` of all buckets. */
	readonly bucket: string;
	/** After the bucket. */
	readonly operands: readonly string[];
	/** Of `put`; by default the path of the file. */
	readonly name?: string;
	readonly description?: string;
	/** Several values of a name stay apart. */
	readonly headers?: Readonly<Record<string, readonly string[]>>;
	readonly metadata?: Readonly<Record<string, string>>;
	readonly chunkSize?: number;
	/** `get`: replaces a file. */
	readonly force: boolean;
	/** `ls`: deleted ones too. */
	readonly deleted: boolean;
	/** `check`: removes chunks without an object. */
	readonly remove: boolean;
	readonly json: boolean;
	readonly yes: boolean;
	readonly journal: boolean;
	readonly readOnly: boolean;
}

type Options = Readonly<Record<string, unknown>>;

/** The line, or what is wrong with it. */
export function objectLineFrom(given: readonly string[], options: Options): ObjectLine | string {
	const [what, ...rest] = given as readonly [ObjectAction, ...string[]];
	const { least, most, operands: wanted } = objectActions[what];
	if (rest.length < least || rest.length > most) return `object ${what} takes ${wanted}`;
	const [bucket = '', ...operands] = rest;
	const headers = pairsOf(options.header, ':');
	if (headers === undefined) return "a header is 'Key: value'";
	const metadata = pairsOf(options.metadata, '=');
	if (metadata === undefined) return 'metadata is key=value';
	const name = options.name === undefined ? undefined : String(options.name);
	if (what === 'put' && operands[0] === '-' && name === undefined) return 'object put BUCKET - needs --name';
	return {
		what,
		bucket,
		operands,
		...(name !== undefined && { name }),
		...(options.description !== undefined && { description: String(options.description) }),
		...(options.header !== undefined && { headers: collected(headers) }),
		...(options.metadata !== undefined && { metadata: Object.fromEntries(metadata) }),
		...(typeof options.chunkSize === 'number' && { chunkSize: options.chunkSize }),
		force: options.force === true,
		deleted: options.deleted === true,
		remove: options.remove === true,
		json: options.json === true,
		yes: options.yes === true,
		journal: options.journal !== false,
		readOnly: options.readOnly === true,
	};
}

type Pair = readonly [key: string, value: string];

/** Undefined if one of them is no pair. */
function pairsOf(given: unknown, sign: string): readonly Pair[] | undefined {
	// An empty one stands for none.
	const texts = ((given as readonly string[] | undefined) ?? []).filter((text) => text !== '');
	const pairs = texts.flatMap((text): readonly Pair[] => {
		const cut = text.indexOf(sign);
		return cut < 1 ? [] : [[text.slice(0, cut).trim(), text.slice(cut + 1).trim()]];
	});
	return pairs.length === texts.length ? pairs : undefined;
}

function collected(pairs: readonly Pair[]): Readonly<Record<string, readonly string[]>> {
	const byKey = groupBy(pairs, ([key]) => key);
	return Object.fromEntries([...byKey].map(([key, all]) => [key, all.map(([, value]) => value)]));
}
