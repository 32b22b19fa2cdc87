import { nkeys } from 'nats';

type KeyPair = ReturnType<typeof nkeys.createUser>;

/** An operator with one account, as nats.conf text, and a maker of credentials files for users of that account. */
export interface Operator {
	readonly config: string;
	/** @param expiresAt seconds since the epoch; without it the credentials never expire */
	readonly creds: (expiresAt?: number) => string;
}

/** Makes an operator whose account lives in the server's memory resolver. JetStream would need a system account: start the server without it. */
export function makeOperator(): Operator {
	const operator = nkeys.createOperator();
	const account = nkeys.createAccount();
	const limits = { conn: -1, leaf: -1, imports: -1, exports: -1, data: -1, payload: -1, subs: -1, wildcards: true };
	const operatorJwt = sign(operator, operator, { type: 'operator', version: 2 });
	const accountJwt = sign(operator, account, { type: 'account', version: 2, limits });
	return {
		config: [
			`operator: ${operatorJwt}`,
			'resolver: MEMORY',
			`resolver_preload: { ${account.getPublicKey()}: ${accountJwt} }`,
		].join('\n'),
		creds: (expiresAt) => {
			const user = nkeys.createUser();
			const claims = { type: 'user', version: 2, subs: -1, data: -1, payload: -1 };
			return credsFile(sign(account, user, claims, expiresAt), new TextDecoder().decode(user.getSeed()));
		},
	};
}

function sign(issuer: KeyPair, subject: KeyPair, nats: Readonly<Record<string, unknown>>, expiresAt?: number): string {
	const issuedAt = Math.floor(Date.now() / 1000);
	const claims = {
		jti: `test${issuedAt}`,
		iat: issuedAt,
		iss: issuer.getPublicKey(),
		name: 'test',
		sub: subject.getPublicKey(),
		nats,
		...(expiresAt === undefined ? {} : { exp: expiresAt }),
	};
	const head = `${encode({ typ: 'JWT', alg: 'ed25519-nkey' })}.${encode(claims)}`;
	return `${head}.${Buffer.from(issuer.sign(new TextEncoder().encode(head))).toString('base64url')}`;
}

function encode(value: unknown): string {
	return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function credsFile(jwt: string, seed: string): string {
	return `-----BEGIN NATS USER JWT-----\n${jwt}\n------END NATS USER JWT------\n\n-----BEGIN USER NKEY SEED-----\n${seed}\n------END USER NKEY SEED------\n`;
}
