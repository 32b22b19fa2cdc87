import type { LoginFrom } from './identity.ts';
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

/** Everything that a link needs. May be logged: secrets are inside `secrets`, which hides them. */
export interface Settings {
	readonly target: Target;
	readonly servers: readonly ServerAddress[];
	readonly tls: TlsSettings;
	readonly inboxPrefix?: string;
	readonly secrets: Secrets;
	readonly loginFrom: LoginFrom;
	/** What the person must type before connecting; see `withSecret`. */
	readonly needs?: 'password';
}
