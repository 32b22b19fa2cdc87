import type { LoginFrom } from './identity.ts';
import type { ConnectProblem } from './link.ts';
import type { DialStage } from './transport.ts';

/** What is known about a connection that failed. */
export interface ConnectFailure {
	/** The thrown error; undefined if the connection just ended. */
	readonly error: unknown;
	readonly stage: DialStage;
	/** Without user information. */
	readonly address: string;
	/** The login in words: `user ops`. */
	readonly identity: string;
	readonly loginFrom: LoginFrom;
	/** When the credentials expire, ms since the epoch. */
	readonly expiresAt?: number;
	readonly now: number;
	readonly timeoutMs: number;
	/** A client certificate was given. */
	readonly clientCertificate: boolean;
	/** The server greeted as it greets other servers. */
	readonly peerPort: boolean;
	/** The server asks clients for a certificate. */
	readonly wantsCertificate: boolean;
	/** The connection had been up. */
	readonly wasUp: boolean;
	/** This was an attempt to reconnect. */
	readonly again: boolean;
	/** Removes secrets from a text. */
	readonly redact: (text: string) => string;
}

/** A failure as the table of problems sees it. */
export interface Facts extends ConnectFailure {
	/** Code of the error: of Node, OpenSSL or nats.js. */
	readonly code: string;
	readonly text: string;
}

/** One row of the table: what it recognises, and its words. */
export interface Row {
	readonly match: (facts: Facts) => boolean;
	readonly kind: ConnectProblem['kind'];
	readonly message: (facts: Facts) => string;
	readonly advice: (facts: Facts) => string;
}

export const hasCode =
	(...codes: readonly string[]) =>
	(facts: Facts): boolean =>
		codes.includes(facts.code);

export const textMatches =
	(pattern: RegExp) =>
	(facts: Facts): boolean =>
		pattern.test(facts.text);

export const both =
	(...conditions: readonly Row['match'][]) =>
	(facts: Facts): boolean =>
		conditions.every((condition) => condition(facts));

export const either =
	(...conditions: readonly Row['match'][]) =>
	(facts: Facts): boolean =>
		conditions.some((condition) => condition(facts));

export const atStage =
	(...stages: readonly DialStage[]) =>
	(facts: Facts): boolean =>
		stages.includes(facts.stage);

export const isErrorOf =
	(...kinds: readonly (new (...args: never[]) => Error)[]) =>
	(facts: Facts): boolean =>
		kinds.some((kind) => facts.error instanceof kind);
