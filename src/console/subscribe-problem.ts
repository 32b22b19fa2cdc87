import type { Problem } from '../jetstream/problem.ts';
import { rawProblem } from '../jetstream/raw-door.ts';
import type { LinkProblem } from '../nats/link.ts';

/** Why a subscription failed. Here the subject is not permitted, not the inbox of a reply. */
export function subscribeProblem(subject: string, problem: LinkProblem): Problem {
	const told = rawProblem(subject, problem);
	return problem.kind === 'permission-subscribe'
		? { ...told, advice: 'The user of this connection lacks the permission: ask whoever runs the server for it.' }
		: told;
}
