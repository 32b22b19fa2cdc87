import { setTimeout as pause } from 'node:timers/promises';
import type { Link } from '../../nats/link.ts';

/** How long a lost connection may take to come back. */
const longestAwayMs = 30_000;
const lookEveryMs = 100;

/** Whether there is a connection, after a wait if it is lost. */
export async function isConnectedAgain(link: Link): Promise<boolean> {
	const end = Date.now() + longestAwayMs;
	while (link.status().phase !== 'connected') {
		if (Date.now() > end || link.status().phase === 'closed') return false;
		await pause(lookEveryMs);
	}
	return true;
}
