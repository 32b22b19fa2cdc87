/**
 * The one list of what looks secret: nothing of it is written to a file, neither to the journal nor to the history. What is
 * left out is marked where it stood. Shapes of it are not shown in what is said of a connection either.
 */
export const leftOut = '[left out: looks secret]';

interface Shape {
	readonly what: string;
	readonly shape: RegExp;
}

/** What is secret by how it looks, wherever it turns up. */
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

/** Names of headers, keys and flags whose values are secret. */
const names =
	/pass(?:word|wd|phrase|code|key)?$|secret|token|credential|authori[sz]ation|(?:api|private|access|signing|encryption)[-_]?key|seed$|cookie|signature/i;
/** Those that are words of their own too: only a key says that they are meant. */
const shortNames =
	/(?:^|[-_.])(?:auth|pw|pwd|session(?:[-_]?id)?|jwt|bearer|nkey|pin(?:[-_]?code)?|t?otp|mfa|cvv|cvc|sig|hmac|salt)$/i;

function isSecretName(name: string): boolean {
	return names.test(name) || shortNames.test(name);
}

/** Whether what is stored under a subject is secret by its name: a key of a bucket, `$KV.config.db.password`. */
export function isSecretSubject(subject: string): boolean {
	return !subject.startsWith('$JS.') && names.test(subject.split('.').at(-1) ?? '');
}

/** A switch is no secret, and neither is what was left out before. */
function isValue(value: unknown): boolean {
	return !['', 'true', 'false', 'null', leftOut].includes(String(value));
}

/** A text without what is secret by how it looks. */
export function withoutShapes(text: string, mark = leftOut): string {
	return shapes.reduce((rest, { shape }) => rest.replace(shape, mark), text);
}

/**
 * Where a name with a value may begin in a text: whether it is a flag, how it is quoted, the name, the sign between. It begins only
 * where a word does, and is no longer than a name: a text may be one word of megabytes.
 */
const named = /(?<![\w.-])(--?)?(\\?["'])?([\w.-]{1,64})(\\?["'])?(?:(\s{0,8}[:=]\s{0,8})|\s{1,8})/g;
/** The value behind it: quoted; one that is announced as what it is; or up to where it ends. */
const value =
	/\\"(?:[^"\\]|\\[^"])*\\"|"(?:[^"\\]|\\.)*"?|'[^']*'?|(?:Bearer|Basic|Digest|Token|ApiKey)\s+[^\s"',;&}\])]+|[^\s"',;&}\])]+/iy;

/** The value behind a name in prose, as in a header: all up to the end of the line, of the quotes or of the part. */
const prose = /[^\r\n"'},;]*/y;

/** What a text has somewhere that holds anything of the above: most have none of it, and nothing else is looked for there. */
const nameHints =
	/pass|secret|token|credential|auth|key|seed|cookie|sig|pw|session|jwt|bearer|pin|otp|mfa|cv[vc]|hmac|salt/i;
const shapeHints =
	/S[A-Z2-7]{50}|eyJ|\/\/|PRIVATE|A(?:KIA|SIA|ROA|IDA|BIA|CCA|Iza)|gh[opsur]_|github_pat|glpat|xox|[rs]k_/;

/** A text without what looks secret: by its own look, or by the name before it. */
export function withoutSecrets(text: string): string {
	if (!nameHints.test(text) && !shapeHints.test(text)) return text;
	let kept = '';
	let done = 0;
	named.lastIndex = 0;
	for (let found = named.exec(text); found !== null; found = named.exec(text)) {
		const [, dashes = '', opening = '', name = '', closing = '', sign] = found;
		// A value may be a name with a value of its own: `--metadata=token=abc`.
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

/** Behind the sign that closes a list or an object in a text; the end of the text where it is cut off. */
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

/** Keys by which a pair of a name and a value is written as an object: `{"name":"PASSWORD","value":"…"}`. */
const nameKeys = new Set(['name', 'key']);

/** A value of JSON, of as many levels as are read, without what looks secret in it. */
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
