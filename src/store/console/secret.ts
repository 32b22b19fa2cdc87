import { parseJson } from '../../format/json.ts';
import type { RawMessage } from '../../jetstream/raw-door.ts';
import type { Line } from './line.ts';

/** Of a payload that is sent as it is; configurations are shorter. */
const mostKept = 64 * 1024;

/** Shapes that are secret wherever they turn up, each by what it is. */
const shapes: readonly (readonly [what: string, shape: RegExp])[] = [
	['nkey seed', /\bS[A-Z2-7]{50,}\b/],
	['JWT', /\beyJ[\w-]+\.[\w-]+\.[\w-]+/],
	['user information in a URL', /\/\/[^\s/@]+@/],
	['key in PEM', /-----BEGIN [A-Z ]*PRIVATE KEY/],
	['key of AWS', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
	['token of GitHub', /\bgh[opsur]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}/],
	['token of GitLab', /\bglpat-[\w-]{16,}/],
	['token of Slack', /\bxox[abeprs]-[\w-]{10,}/],
	['bearer token', /\bBearer\s+[\w.~+/-]{16,}/],
];

/** Names of headers and keys whose values are secret. */
const names =
	/pass(?:word|wd|phrase|code|key)?$|secret|token|credential|authori[sz]ation|(?:api|private|access)[-_]?key|seed$|cookie/i;
/** Those that are words of their own too: only a key says that they are meant. */
const shortNames = /(?:^|[-_.])(?:auth|pw|pwd|session(?:[-_]?id)?|jwt|bearer|nkey)$/i;

/**
 * What looks like a key with a value in a text: whether its name is in quotes, the name, the sign between, the value. It begins
 * only where a word does, and is no longer than a name: a text may be one word of megabytes.
 */
const pairs = /(?<![\w.-])(["']?)([\w.-]{1,64})\1\s{0,8}([:=])\s{0,8}["']?([^\s"',}]{0,64})/g;

/** Whether what is sent holds something that must not be kept in a file. */
export function holdsSecret(line: Pick<Line, 'headers' | 'subject'>, payload: string): boolean {
	if (hasShape(payload) || hasShape(line.subject)) return true;
	if (line.headers.some(([name, value]) => isSecretName(name) || hasShape(value))) return true;
	const parsed = parseJson(payload);
	return parsed.ok ? namesSecret(parsed.value) : tellsSecret(payload);
}

function hasShape(text: string): boolean {
	return shapes.some(([, shape]) => shape.test(text));
}

function isSecretName(name: string): boolean {
	return names.test(name) || shortNames.test(name);
}

/** A switch is no secret. */
function isValue(value: unknown): boolean {
	return !['', 'true', 'false', 'null'].includes(String(value));
}

function tellsSecret(text: string): boolean {
	for (const [, quote = '', name = '', sign, value] of text.matchAll(pairs)) {
		if (!isValue(value)) continue;
		if (names.test(name) || (shortNames.test(name) && (quote !== '' || sign === '='))) return true;
	}
	return false;
}

/** What of a payload may be kept in the journal. */
export function keptPayload({ subject, payload, headers = [] }: RawMessage): string {
	return holdsSecret({ subject, headers }, payload) ? '[not kept: it holds a secret]' : payload.slice(0, mostKept);
}

function namesSecret(root: unknown): boolean {
	const waiting: unknown[] = [root];
	for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
		if (typeof value !== 'object' || value === null) continue;
		for (const [key, entry] of Object.entries(value)) {
			if (!Array.isArray(value) && isSecretName(key) && isValue(entry)) return true;
			if (entry !== undefined) waiting.push(entry);
		}
	}
	return false;
}
