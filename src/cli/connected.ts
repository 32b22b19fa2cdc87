import type { ConnectProblem, Link, LinkStatus } from '../nats/link.ts';

/**
 * Waits until the link is up. A script needs the first failure, not endless retries.
 * @returns why it failed
 */
export function connected(link: Link): Promise<ConnectProblem | undefined> {
	return new Promise((resolve) => {
		const look = (status: LinkStatus): void => {
			if (status.phase === 'connected') settle(undefined);
			else if (status.phase === 'connecting' && status.problem) settle(status.problem);
		};
		const settle = (problem: ConnectProblem | undefined): void => {
			stop();
			resolve(problem);
		};
		const stop = link.onStatus(look);
		look(link.status());
	});
}
