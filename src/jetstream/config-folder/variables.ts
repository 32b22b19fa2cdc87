import { isRecord } from '../../format/is.ts';

/** Values of variables, by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** A value with its variables expanded, or their errors. */
export interface FilledIn {
	readonly value: unknown;
	/** Paths of texts that were only a variable, which may mean a number or a flag. */
	readonly whole: ReadonlySet<string>;
	readonly faults: readonly { readonly path: readonly string[]; readonly message: string }[];
}

const pattern = /\$(\$\{[^{}]*\})|\$\{([^{}]*)\}/g;

/** Expands `${NAME}` in every text except keys; `$${NAME}` means `${NAME}` itself. */
export function fillIn(value: unknown, variables: Variables): FilledIn {
	const whole = new Set<string>();
	const faults: { path: readonly string[]; message: string }[] = [];
	const filled = walk(value, [], (text, path) => {
		if (/^\$\{[^{}]*\}$/.test(text)) whole.add(path.join('.'));
		return text.replaceAll(pattern, (found: string, escaped: string | undefined, name = '') => {
			if (escaped !== undefined) return escaped;
			const message = faultOf(name, variables);
			if (message !== undefined) faults.push({ path, message });
			return variables[name] ?? found;
		});
	});
	return { value: filled, whole, faults };
}

function faultOf(name: string, variables: Variables): string | undefined {
	if (!/^[A-Za-z_]\w*$/.test(name))
		return `\${${name}} is not a variable: a name has letters, digits and _. Write $\${…} for the text itself.`;
	if (variables[name] === undefined) return `The variable ${name} is not set. Write $\${${name}} for the text itself.`;
	return undefined;
}

/** The same value with the texts at these paths read as the numbers and flags that they spell. */
export function respelt(value: unknown, paths: ReadonlySet<string>): unknown {
	return walk(value, [], (text, path) => {
		if (!paths.has(path.join('.'))) return text;
		if (text === 'true' || text === 'false') return text === 'true';
		if (!/^-?\d+$/.test(text)) return text;
		return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text);
	});
}

function walk(
	value: unknown,
	path: readonly string[],
	each: (text: string, path: readonly string[]) => unknown,
): unknown {
	if (typeof value === 'string') return each(value, path);
	if (Array.isArray(value)) return value.map((entry, at) => walk(entry, [...path, String(at)], each));
	if (!isRecord(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, walk(entry, [...path, key], each)]));
}
