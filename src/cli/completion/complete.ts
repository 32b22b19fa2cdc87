import { sanitise } from '../../format/sanitise.ts';
import type { Environment } from '../../nats/context.ts';
import { namesFrom } from './ask-names.ts';
import { offersFor } from './offers.ts';
import { typedIn } from './typed.ts';

/** All that a shell waits for; then it has nothing to offer. */
const withinMs = 2_000;

/**
 * What the scripts of scripts.ts ask for: a line that says what follows, then a line for each offer, with a tab between it and
 * what it is. Whatever goes wrong, nothing is offered: a person is in the middle of a line.
 */
export async function completionLines(words: readonly string[], env: Environment): Promise<string> {
	const typed = typedIn(words);
	const late = new Promise<readonly []>((resolve) => setTimeout(resolve, withinMs, []));
	const offers = await Promise.race([offersFor(typed, namesFrom(typed, env)).catch(() => []), late]);
	if (offers === 'files') return 'files\n';
	return ['offers', ...offers.map(({ text, hint }) => `${text}\t${sanitise(hint)}`), ''].join('\n');
}
