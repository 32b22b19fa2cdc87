/** Something that a shell would put another text for. */
export interface Expansion {
	readonly text: string;
	/** From 0. */
	readonly at: number;
}

/** What subjects of the server begin with: people write them in double quotes too. */
const roots = /^\$(JS|JSC|SYS|KV|O|G|SRV|MQTT|NRG|OBJ)\b/;

/**
 * What a shell would put another text for in a word as it was typed: `$(date)`, `` `date` ``, `${HOST}`, `$HOST`. Nothing in
 * single quotes is, nor behind a backslash, nor in JSON that is not quoted.
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
