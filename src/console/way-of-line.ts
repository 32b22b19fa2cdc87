import { type Problem, readOnlyProblem } from '../jetstream/problem.ts';
import type { Api } from '../jetstream/request.ts';
import type { Target } from '../nats/link.ts';
import type { Prepared } from './prepare.ts';
import { mayStore, type Storing, storingStreams } from './storing.ts';

/** What becomes of a line that was judged. `prepared`: with what is known of it by then. */
export type WayOfLine =
	/** Nothing may be changed here. */
	| { readonly kind: 'refused'; readonly problem: Problem }
	/** It changes nothing of the server's: it is sent at once. */
	| { readonly kind: 'send'; readonly allow: 'read' | 'publish'; readonly prepared: Prepared }
	/** It only adds a message: it is sent without a question, and is in the journal. */
	| { readonly kind: 'append'; readonly prepared: Prepared }
	/** It changes something: somebody has to agree. */
	| { readonly kind: 'ask'; readonly prepared: Prepared };

/**
 * Whether a line that is no subscription is sent at once, or has to be agreed to. What is published is looked for among the
 * streams, which may have to be asked for.
 */
export async function wayOfLine(
	prepared: Prepared,
	{ api, target, readOnly }: { readonly api: Api; readonly target: Target; readonly readOnly: boolean },
): Promise<WayOfLine> {
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
