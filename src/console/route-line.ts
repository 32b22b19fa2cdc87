import { type Problem, readOnlyProblem } from '../jetstream/problem.ts';
import type { Api } from '../jetstream/request.ts';
import type { Target } from '../nats/link.ts';
import type { Prepared } from './prepare.ts';
import { mayStore, type Storing, storingStreams } from './storing.ts';

/** How to send a checked line. `prepared`: with what is known about it by then. */
export type LineRoute =
	/** Refused because the deck is read-only. */
	| { readonly kind: 'refused'; readonly problem: Problem }
	/** It changes nothing on the server: send it at once. */
	| { readonly kind: 'send'; readonly allow: 'read' | 'publish'; readonly prepared: Prepared }
	/** It only adds a message: send it without a question, with a line in the journal. */
	| { readonly kind: 'append'; readonly prepared: Prepared }
	/** It changes something: ask for confirmation. */
	| { readonly kind: 'ask'; readonly prepared: Prepared };

/**
 * Whether a line that is no subscription is sent at once, or needs a confirmation. For a published message it may have to ask
 * for the streams of its subject.
 */
export async function routeLine(
	prepared: Prepared,
	{ api, target, readOnly }: { readonly api: Api; readonly target: Target; readonly readOnly: boolean },
): Promise<LineRoute> {
	const { line, verdict } = prepared;
	const { effect } = verdict;
	if (effect === 'read') return { kind: 'send', allow: 'read', prepared };
	if (readOnly) return { kind: 'refused', problem: readOnlyProblem(line.subject) };
	if (effect !== 'publish') return { kind: 'ask', prepared };
	const storing: Storing = await storingStreams(api, line.subject, target);
	if (!mayStore(storing)) return { kind: 'send', allow: 'publish', prepared };
	const known: Prepared = { ...prepared, storing };
	const appends = line.verb === 'publish' && target.context?.production !== true;
	return { kind: appends ? 'append' : 'ask', prepared: known };
}
