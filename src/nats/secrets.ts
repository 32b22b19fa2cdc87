import { inspect } from 'node:util';
import { withoutShapes } from '../format/secret.ts';
import type { ServerAddress } from './server-url.ts';

/** Secret material: a file that is read at each connection, so that renewed credentials take effect, or the value. */
export type SecretSource =
	| { readonly from: 'file'; readonly path: string }
	| { readonly from: 'text'; readonly text: string };

/** One way to log in. */
export type Auth =
	| { readonly kind: 'user'; readonly user: string; readonly password: string }
	| { readonly kind: 'token'; readonly token: string }
	| { readonly kind: 'creds'; readonly source: SecretSource }
	| { readonly kind: 'nkey'; readonly source: SecretSource }
	| { readonly kind: 'jwt'; readonly jwt: string; readonly seed?: string };

const hidden = '[hidden]';

/** In a URL only the user information is secret. */
const userInformation = /\/\/[^\s/@]*@/g;

/** Shorter values are not redacted: hiding every `a` would make texts unreadable and protect nothing. */
const shortestSearched = 4;

/**
 * The only place where passwords, tokens and seeds live. Logging, drawing, inspecting or serialising it, or anything that
 * contains it, shows `[hidden]`.
 */
export class Secrets {
	readonly #auths: readonly Auth[];
	readonly #byServer: ReadonlyMap<string, readonly Auth[]>;

	/** @param byServer for servers whose URL carries its own user information, by `shown` address */
	constructor(auths: readonly Auth[], byServer: ReadonlyMap<string, readonly Auth[]> = new Map()) {
		this.#auths = auths;
		this.#byServer = byServer;
	}

	/** What the client presents to this server; several are sent together. */
	forServer(address: ServerAddress): readonly Auth[] {
		return this.#byServer.get(address.credentialsOf ?? address.shown) ?? this.#auths;
	}

	/** The same with the typed password. If it is empty, the user name is sent as a token, as the nats CLI does. */
	withPassword(password: string): Secrets {
		const filled = this.#auths.map((auth): Auth => {
			if (auth.kind !== 'user' || auth.password !== '') return auth;
			return password === '' ? { kind: 'token', token: auth.user } : { ...auth, password };
		});
		return new Secrets(filled, this.#byServer);
	}

	/** The user of the password; undefined without a password, since the user name is then a token. */
	userWith(password: string): string | undefined {
		const asked = this.#auths.find((auth) => auth.kind === 'user' && auth.password === '');
		return asked?.kind === 'user' && password !== '' ? asked.user : undefined;
	}

	/** The text without the secrets of this object, and without anything that looks like one. */
	redact(text: string): string {
		return withoutShapes(this.withoutKnown(text).replace(userInformation, '//'), hidden);
	}

	/** The text without the secrets of this object, plain or as JSON. */
	withoutKnown(text: string): string {
		const values = [this.#auths, ...this.#byServer.values()].flat().flatMap(valuesOf);
		const known = values.filter((value) => value.length >= shortestSearched);
		const spelled = new Set(known.flatMap((value) => [value, JSON.stringify(value).slice(1, -1)]));
		const longestFirst = [...spelled].sort((a, b) => b.length - a.length);
		return longestFirst.reduce((rest, value) => rest.replaceAll(value, hidden), text);
	}

	toJSON(): string {
		return hidden;
	}

	toString(): string {
		return hidden;
	}

	[inspect.custom](): string {
		return hidden;
	}
}

function valuesOf(auth: Auth): readonly string[] {
	switch (auth.kind) {
		case 'user':
			return [auth.password];
		case 'token':
			return [auth.token];
		case 'creds':
		case 'nkey':
			return auth.source.from === 'text' ? [auth.source.text] : [];
		case 'jwt':
			return auth.seed === undefined ? [auth.jwt] : [auth.jwt, auth.seed];
		default:
			return auth satisfies never;
	}
}
