import type { Target } from './link.ts';
import type { Secrets } from './secrets.ts';
import type { ServerAddress } from './server-url.ts';

/** Paths of PEM files, and when TLS starts. */
export interface TlsSettings {
	readonly ca?: string;
	readonly cert?: string;
	readonly key?: string;
	/** TLS before the server's greeting. */
	readonly first: boolean;
}

/** Everything a link needs. May be logged: what is secret in it is inside `secrets`, which shows nothing of it. */
export interface Settings {
	readonly target: Target;
	readonly servers: readonly ServerAddress[];
	readonly tls: TlsSettings;
	readonly inboxPrefix?: string;
	readonly secrets: Secrets;
	/** What has to be asked of the person before connecting; answered with `withSecret`. */
	readonly needs?: 'password';
}
