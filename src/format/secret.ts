/**
 * The only list of what looks secret: none of it is written to the journal or the history. A mark replaces what is left out.
 * Texts about a connection hide these shapes too.
 */
export const leftOut = '[left out: looks secret]';

interface Shape {
	readonly what: string;
	readonly shape: RegExp;
}

/** Texts that look secret wherever they appear. */
const shapes: readonly Shape[] = [
	{ what: 'nkey seed', shape: /\bS[A-Z2-7]{50,}\b/g },
	{ what: 'JWT', shape: /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g },
	{
		what: 'user information in a URL',
		// Bounded, so that no text takes long; up to the last @ of the address.
		shape: /(?<=\/\/)(?:[^\s/@"']{1,512}|[^\s@"':/]{0,512}:[^\s@"']{1,512})(?:@[^\s@"'/]{1,512})*(?=@)/g,
	},
	{ what: 'key in PEM', shape: /-----BEGIN [A-Z ]*PRIVATE KEY[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g },
	{ what: 'key of AWS', shape: /(?<![A-Z0-9])(?:AKIA|ASIA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{12,}/g },
	{ what: 'token of GitHub', shape: /\b(?:gh[opsur]_[A-Za-z0-9]{20,}|github_pat_\w{20,})/g },
	{ what: 'token of GitLab', shape: /\bglpat-[\w-]{16,}/g },
	{ what: 'token of Slack', shape: /\bxox[abeprs]-[\w-]{10,}/g },
	{ what: 'key of Stripe', shape: /\b[rs]k_(?:live|test)_[A-Za-z0-9]{10,}/g },
	{ what: 'key of Google', shape: /\bAIza[\w-]{30,}/g },
	{ what: 'PIN or one-time code', shape: /(?<=\b(?:pin|t?otp|cvv|cvc)\s{1,4})\d{3,10}\b/gi },
	{ what: 'bearer token', shape: /(?<=\bBearer\s{1,4})[\w.~+/-]{16,}=*/g },
];

/** Names of headers, keys and flags with secret values. */
const names =
	/pass(?:word|wd|phrase|code|key)?$|secret|token|credential|authori[sz]ation|(?:api|private|access|signing|encryption)[-_]?key|seed$|cookie|signature/i;
/** Names that are also ordinary words: they count only as a key. */
const shortNames =
	/(?:^|[-_.])(?:auth|pw|pwd|session(?:[-_]?id)?|jwt|bearer|nkey|pin(?:[-_]?code)?|t?otp|mfa|cvv|cvc|sig|hmac|salt)$/i;

function isSecretName(name: string): boolean {
	return names.test(name) || shortNames.test(name);
}

/** Whether the name of a subject says that its messages are secret: a key of a bucket, `$KV.config.db.password`. */
export function isSecretSubject(subject: string): boolean {
	return !subject.startsWith('$JS.') && names.test(subject.split('.').at(-1) ?? '');
}

/** A switch is no secret, and neither is the mark of an earlier replacement. */
function isValue(value: unknown): boolean {
	return !['', 'true', 'false', 'null', leftOut].includes(String(value));
}

/** A text without anything that looks secret. */
export function withoutShapes(text: string, mark = leftOut): string {
	return shapes.reduce((rest, { shape }) => rest.replace(shape, mark), text);
}

/**
 * Where a name with a value may begin: whether it is a flag, its quote, the name, the separator. It starts at a word and is
 * bounded, since a text may be one word of megabytes.
 */
const named = /(?<![\w.-])(--?)?(\\?["'])?([\w.-]{1,64})(\\?["'])?(?:(\s{0,8}[:=]\s{0,8})|\s{1,8})/g;
/** The value after it: quoted; with a scheme such as Bearer before it; or up to its end. */
const value =
	/\\"(?:[^"\\]|\\[^"])*\\"|"(?:[^"\\]|\\.)*"?|'[^']*'?|(?:Bearer|Basic|Digest|Token|ApiKey)\s+[^\s"',;&}\])]+|[^\s"',;&}\])]+/iy;

/** The value after a name in prose, as in a header: up to the end of the line, the quotes or the part. */
const prose = /[^\r\n"'},;]*/y;

/** Substrings that every text with a secret name contains: most texts contain none, and need no further search. */
const nameHints =
	/pass|secret|token|credential|auth|key|seed|cookie|sig|pw|session|jwt|bearer|pin|otp|mfa|cv[vc]|hmac|salt/i;
const shapeHints =
	/S[A-Z2-7]{50}|eyJ|\/\/|PRIVATE|A(?:KIA|SIA|ROA|IDA|BIA|CCA|Iza)|gh[opsur]_|github_pat|glpat|xox|[rs]k_/;

/** A text without secrets: by their shape, or by the name before them. */
export function withoutSecrets(text: string): string {
	if (!nameHints.test(text) && !shapeHints.test(text)) return text;
	let kept = '';
	let done = 0;
	named.lastIndex = 0;
	for (let found = named.exec(text); found !== null; found = named.exec(text)) {
		const [, dashes = '', opening = '', name = '', closing = '', sign] = found;
		// A value may itself be a name with a value: `--metadata=token=abc`.
		const after = named.lastIndex;
		const isFlag = dashes !== '' && opening === '';
		if (sign === undefined && !(isFlag && names.test(name))) continue;
		const isKey = opening !== '' || sign?.trim() === '=' || isFlag;
		if (opening !== closing || !(names.test(name) || (isKey && shortNames.test(name)))) continue;
		const isProse = opening === '' && !isFlag && sign?.trim() === ':' && !/["'\\]/.test(text[after] ?? '');
		const ending = isProse ? prose : value;
		ending.lastIndex = after;
		const isGroup = isKey && (text[after] === '[' || text[after] === '{');
		const said = isGroup ? text.slice(after, closingOf(text, after)) : (ending.exec(text)?.[0] ?? '').trimEnd();
		const [, quote = '', bare = ''] = /^(\\?["'])?([\s\S]*?)(?:\\?["'])?$/.exec(said) ?? [];
		if (!isValue(bare)) continue;
		kept += `${text.slice(done, after)}${quote}${leftOut}${quote}`;
		done = after + said.length;
		named.lastIndex = done;
	}
	return withoutShapes(kept + text.slice(done));
}

/** After the bracket that closes a list or an object; the end of the text if it is cut off. */
function closingOf(text: string, from: number): number {
	let depth = 0;
	let quoted = false;
	for (let at = from; at < text.length; at += 1) {
		const sign = text[at];
		if (sign === '\\') at += 1;
		else if (sign === '"') quoted = !quoted;
		else if (quoted) continue;
		else if (sign === '[' || sign === '{') depth += 1;
		else if (sign === ']' || sign === '}') {
			depth -= 1;
			if (depth === 0) return at + 1;
		}
	}
	return text.length;
}

/** Keys that write a pair of name and value as an object: `{"name":"PASSWORD","value":"…"}`. */
const nameKeys = new Set(['name', 'key']);

/** A JSON value of any readable depth, without the secrets in it. */
export function valueWithoutSecrets(root: unknown): unknown {
	if (typeof root === 'string') return withoutSecrets(root);
	if (Array.isArray(root)) return root.map(valueWithoutSecrets);
	if (typeof root !== 'object' || root === null) return root;
	const entries = Object.entries(root);
	const isPair = entries.some(([key, entry]) => nameKeys.has(key) && typeof entry === 'string' && isSecretName(entry));
	return Object.fromEntries(
		entries.map(([key, entry]) => {
			const secret = isSecretName(key) || (isPair && key === 'value');
			return [withoutShapes(key), secret && isValue(entry) ? leftOut : valueWithoutSecrets(entry)];
		}),
	);
}
