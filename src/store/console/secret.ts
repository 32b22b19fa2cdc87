import { parseJson } from '../../format/json.ts';
import type { RawMessage } from '../../jetstream/raw-door.ts';
import type { Line } from './line.ts';

/** Of a payload that is sent as it is; configurations are shorter. */
const mostKept = 64 * 1024;

/** Shapes that are secret wherever they turn up: nkey seeds, JWTs, user information in URLs, keys in PEM. */
const shapes = /\bS[A-Z2-7]{50,}\b|\beyJ[\w-]+\.[\w-]+\.[\w-]+|\/\/[^\s/@]+@|-----BEGIN [A-Z ]*PRIVATE KEY/;

/** Names of headers and keys whose values are secret. */
const names =
	/pass(word|wd|phrase)?$|secret|token|credential|authori[sz]ation|api[-_]?key|private[-_]?key|seed$|cookie/i;

/** Whether what is sent holds something that must not be kept in a file. */
export function holdsSecret(line: Pick<Line, 'headers' | 'subject'>, payload: string): boolean {
	if (shapes.test(payload) || shapes.test(line.subject)) return true;
	if (line.headers.some(([name, value]) => names.test(name) || shapes.test(value))) return true;
	if (!names.test(payload) && !/["']?\w*(pass|secret|token|key|seed)/i.test(payload)) return false;
	const parsed = parseJson(payload);
	return parsed.ok ? namesSecret(parsed.value) : /(pass\w*|secret|token|api[-_]?key|seed)["']?\s*[:=]/i.test(payload);
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
			if (names.test(key) && !Array.isArray(value) && entry !== null && entry !== '') return true;
			if (entry !== undefined) waiting.push(entry);
		}
	}
	return false;
}
