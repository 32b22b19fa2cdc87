import type { Link, LinkStatus } from '../nats/link.ts';

/**
 * Waits until the link is up; a script wants the first failure, not a program that tries for ever.
 * @returns why it could not be, as sentences
 */
export function connected(link: Link): Promise<string | undefined> {
	return new Promise((resolve) => {
		const look = (status: LinkStatus): void => {
			if (status.phase === 'connected') settle(undefined);
			else if (status.phase === 'connecting' && status.problem)
				settle(`${status.problem.message} ${status.problem.advice}`);
		};
		const settle = (problem: string | undefined): void => {
			stop();
			resolve(problem);
		};
		const stop = link.onStatus(look);
		look(link.status());
	});
}
