import { memo } from '../format/memo.ts';
import type { AnswerNote } from '../jetstream/api-options.ts';
import type { EndpointId } from '../jetstream/endpoints.ts';
import type { DeckState, Denied } from './state.ts';

/** Endpoints that were refused for anything at all on this connection. */
export function refusedEndpoints({ denied }: Pick<DeckState, 'denied'>): ReadonlySet<EndpointId> {
	return endpointsIn(denied);
}

const endpointsIn = memo(
	(denied: DeckState['denied']): ReadonlySet<EndpointId> =>
		new Set([...denied.values()].flatMap(({ endpoint }) => endpoint ?? [])),
);

/** What replies showed about the user's permissions since the state was last written. */
export class DeniedNotes {
	#notes = new Map<string, Denied | undefined>();

	note({ endpoint, subject, ok, problem }: AnswerNote): void {
		if (ok) this.#notes.set(subject, undefined);
		else if (problem?.kind === 'permission-publish' || problem?.kind === 'permission-subscribe') {
			const operation = problem.kind === 'permission-publish' ? 'publish' : 'subscribe';
			this.#notes.set(subject, { endpoint, subject, operation, at: Date.now() });
		}
	}

	noteSubscription(subject: string): void {
		this.#notes.set(subject, { endpoint: undefined, subject, operation: 'subscribe', at: Date.now() });
	}

	/** Refusals that are new, and without those that are no more. Nothing when there is no news. */
	take(state: DeckState): Pick<DeckState, 'denied'> | undefined {
		const notes = this.#notes;
		this.#notes = new Map();
		const news = [...notes].filter(([subject, refusal]) => (refusal !== undefined) !== state.denied.has(subject));
		if (news.length === 0) return undefined;
		const denied = new Map(state.denied);
		for (const [subject, refusal] of news) {
			if (refusal === undefined) denied.delete(subject);
			else denied.set(subject, refusal);
		}
		return { denied };
	}

	forget(): void {
		this.#notes.clear();
	}
}

/** INFO was refused for some stream, LIST was not. */
export function mustList(state: DeckState): boolean {
	const refused = refusedEndpoints(state);
	return refused.has('stream.info') && !refused.has('stream.list');
}
