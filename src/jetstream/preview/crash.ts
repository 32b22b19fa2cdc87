import { isRecord } from '../../format/is.ts';
import { contradiction, parseJson } from '../../format/json.ts';
import { foldedKey } from './json.ts';
import { malformedSubjects } from './unavailable.ts';

type Value = Readonly<Record<string, unknown>>;

/** Requests of the preview that hold a stream's configuration. */
const holdsConfig = /^\$JS\.(STREAM\.[^.]+\.(CREATE|UPDATE)|TEMPLATE\.[^.]+\.CREATE)$/;

/** A pull; it reserves room for the whole batch before it sends anything. */
const pulls = /^\$JS\.STREAM\.[^.]+\.CONSUMER\.[^.]+\.NEXT$/;

/** As many replies as the console keeps. */
const mostPulled = 10_000;

/**
 * Why a message may end the process of a preview server, as a sentence: malformed subjects of a stream, a template without
 * a configuration, a huge batch. Key names count in any letter case there. Servers of today answer nothing on these subjects.
 */
export function wouldCrash({
	subject,
	payload,
}: {
	readonly subject: string;
	readonly payload: string;
}): string | undefined {
	if (pulls.test(subject) && /^\d+$/.test(payload) && BigInt(payload) > BigInt(mostPulled))
		return `A preview server reserves memory for the whole batch and may end by it: pull at most ${mostPulled} messages at a time.`;
	if (!holdsConfig.test(subject)) return undefined;
	// Of a configuration that is there twice it keeps what the second does not say.
	if (contradiction(payload) !== undefined)
		return 'A key is there twice in the payload: a preview server may end by the one that is not seen.';
	const parsed = parseJson(payload);
	if (!parsed.ok && parsed.tooDeep)
		return 'The payload is nested too deep to be checked, and a preview server may end by what it contains: it is not sent.';
	if (!parsed.ok || !isRecord(parsed.value)) return undefined;
	const inner = valuesOf(parsed.value, 'config');
	if (subject.startsWith('$JS.TEMPLATE.') && !inner.some(isRecord))
		return 'config is missing: a preview server would end by such a template, so it is not sent.';
	for (const config of [parsed.value, ...inner.filter(isRecord)]) {
		for (const subjects of valuesOf(config, 'subjects')) {
			const malformed = malformedSubjects({ subjects });
			if (malformed !== undefined) return malformed;
		}
	}
	return undefined;
}

function valuesOf(value: Value, name: string): readonly unknown[] {
	return Object.entries(value).flatMap(([key, entry]) => (foldedKey(key) === name ? [entry] : []));
}
