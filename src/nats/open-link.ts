import { KeptLink } from './kept-link.ts';
import type { Link } from './link.ts';
import type { Settings } from './settings-types.ts';

export interface LinkOptions {
	/** The clock, milliseconds since the epoch. */
	readonly now?: () => number;
}

/**
 * Opens a link: returns at once and connects in the background, for as long as it takes, until closed. Settings without a typed
 * password open none: what may be a token would be sent as a user name, which servers log.
 */
export function openLink(settings: Settings, options: LinkOptions = {}): Link {
	const link = new KeptLink(settings, options.now ?? Date.now);
	if (settings.needs === undefined) link.start();
	else void link.close();
	return link;
}
