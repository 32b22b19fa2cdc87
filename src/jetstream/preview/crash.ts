import { isRecord } from '../../format/is.ts';
import { contradiction, parseJson } from '../../format/json.ts';
import { foldedKey } from './json.ts';
import { malformedSubjects } from './unavailable.ts';

type Value = Readonly<Record<string, unknown>>;

/** Requests of the preview that contain the configuration of a stream. */
const holdsConfig = /^\$JS\.(STREAM\.[^.]+\.(CREATE|UPDATE)|TEMPLATE\.[^.]+\.CREATE)$/;

/** A pull; it reserves room for the whole batch before it sends anything. */
const pulls = /^\$JS\.STREAM\.[^.]+\.CONSUMER\.[^.]+\.NEXT$/;

/** The console keeps as many replies. */
const mostPulled = 10_000;

/**
 * Why a message may crash a preview server, as a sentence: malformed subjects of a stream, a template without a configuration, a
 * huge batch. It accepts key names in any letter case. Current servers do not reply to these subjects.
 */
export function wouldCrash({
	subject,
	payload,
}: {
	readonly subject: string;
	readonly payload: string;
}): string | undefined {
	if (pulls.test(subject) && /^\d+$/.test(payload) && BigInt(payload) > BigInt(mostPulled))
		return `A preview server reserves memory for the whole batch and may crash: pull at most ${mostPulled} messages at a time.`;
	if (!holdsConfig.test(subject)) return undefined;
	// If config is there twice, it merges both.
	if (contradiction(payload) !== undefined)
		return 'The payload has a key twice: a preview server may crash by the hidden one.';
	const parsed = parseJson(payload);
	if (!parsed.ok && parsed.tooDeep)
		return 'The payload is nested too deeply to check, and may crash a preview server: nothing was sent.';
	if (!parsed.ok || !isRecord(parsed.value)) return undefined;
	const inner = valuesOf(parsed.value, 'config');
	if (subject.startsWith('$JS.TEMPLATE.') && !inner.some(isRecord))
		return 'config is missing: such a template would crash a preview server, so nothing was sent.';
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
