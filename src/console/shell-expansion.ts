/** A part of a line that a shell would expand. */
export interface Expansion {
	readonly text: string;
	/** From 0. */
	readonly at: number;
}

/** The start of subjects of the server, which people write in double quotes too. */
const roots = /^\$(JS|JSC|SYS|KV|O|G|SRV|MQTT|NRG|OBJ)\b/;

/**
 * The first part of a typed word that a shell would expand: `$(date)`, `` `date` ``, `${HOST}`, `$HOST`. Nothing in
 * single quotes, after a backslash, or in JSON without quotes.
 */
export function expansionIn(word: string): Expansion | undefined {
	if (/^[{[]/.test(word)) return undefined;
	let inDouble = false;
	for (let at = 0; at < word.length; at += 1) {
		const character = word[at];
		if (character === '\\') at += 1;
		else if (character === '"') inDouble = !inDouble;
		else if (character === "'" && !inDouble) {
			const end = word.indexOf("'", at + 1);
			if (end < 0) return undefined;
			at = end;
		} else {
			const text = expansionAt(word.slice(at));
			if (text !== undefined) return { text, at };
		}
	}
	return undefined;
}

function expansionAt(rest: string): string | undefined {
	const [found] = /^(?:\$\([^)]*\)?|`[^`]*`?|\$\{[^}]*\}?|\$[A-Za-z_]\w*)/.exec(rest) ?? [];
	return found === undefined || roots.test(rest) ? undefined : found;
}
