import { sanitise } from '../../format/sanitise.ts';
import type { Environment } from '../../nats/context.ts';
import { namesFrom } from './ask-names.ts';
import { offersFor } from './offers.ts';
import { typedIn } from './typed.ts';

/** A shell waits no longer than this. */
const withinMs = 2_000;

/**
 * The reply to the scripts of scripts.ts: a line with the kind of completion, then a line for each offer, a tab before its hint.
 * Any failure offers nothing: the person is in the middle of a line.
 */
export async function completionLines(words: readonly string[], env: Environment): Promise<string> {
	const typed = typedIn(words);
	const late = new Promise<readonly []>((resolve) => setTimeout(resolve, withinMs, []));
	const offers = await Promise.race([offersFor(typed, namesFrom(typed, env)).catch(() => []), late]);
	if (offers === 'files') return 'files\n';
	return ['offers', ...offers.map(({ text, hint }) => `${text}\t${sanitise(hint)}`), ''].join('\n');
}
