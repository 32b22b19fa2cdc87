/** An action of `jetdeck kv` or `jetdeck object`. */
export interface ActionRow {
	/** What follows it on the command line: `BUCKET KEY... [FILE]`, with its options at the end. */
	readonly operands: string;
	readonly help: string;
	/** It changes something: the journal has it. */
	readonly writes?: true;
}

/** The calls of a subcommand, for its help. */
export const callsOf = (actions: Readonly<Record<string, ActionRow>>) =>
	Object.entries(actions).map(([name, { operands, help }]) => [`${name} ${operands}`, help] as const);

/** What the command lines of `kv WHAT ...` and `object WHAT ...` have in common. */
export interface BucketLine<Action extends string> {
	readonly what: Action;
	/** Empty for `ls` of all buckets. */
	readonly bucket: string;
	/** After the bucket. */
	readonly operands: readonly string[];
	/** Deleted ones too. */
	readonly deleted: boolean;
	readonly json: boolean;
	readonly yes: boolean;
	readonly journal: boolean;
	readonly readOnly: boolean;
}

/** Values of options, as commander names them. */
export type LineOptions = Readonly<Record<string, unknown>>;

/** The line, or what is wrong with it. */
export function bucketLineFrom<Action extends string>(
	subcommand: string,
	actions: Readonly<Record<Action, ActionRow>>,
	given: readonly string[],
	options: LineOptions,
): BucketLine<Action> | string {
	const [what, ...rest] = given as readonly [Action, ...string[]];
	const wanted = actions[what].operands;
	if (!isNumberOf(wanted, rest.length)) return `${subcommand} ${what} takes ${wanted}`;
	const [bucket = '', ...operands] = rest;
	return {
		what,
		bucket,
		operands,
		deleted: options.deleted === true,
		json: options.json === true,
		yes: options.yes === true,
		journal: options.journal !== false,
		readOnly: options.readOnly === true,
	};
}

function isNumberOf(operands: string, given: number): boolean {
	const [names = ''] = operands.split(/ \[?--/);
	const all = names.split(' ');
	const needed = all.filter((name) => !name.startsWith('['));
	return given >= needed.length && (names.endsWith('...') || given <= all.length);
}

export type Pair = readonly [key: string, value: string];

export const noHeader = "a header is 'Key: value'";

/** Undefined if one of the texts is no pair. */
export function pairsIn(texts: unknown, sign: string): readonly Pair[] | undefined {
	const given = (texts as readonly string[] | undefined) ?? [];
	const pairs = given.flatMap((text): readonly Pair[] => {
		const cut = text.indexOf(sign);
		return cut < 1 ? [] : [[text.slice(0, cut).trim(), text.slice(cut + 1).trim()]];
	});
	return pairs.length === given.length ? pairs : undefined;
}
