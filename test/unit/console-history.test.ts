import { describe, expect, it } from 'vitest';
import { type JournalEntry, journalAnswer, journalSent } from '../../src/changes/journal.ts';
import { keptLine, missingIn } from '../../src/console/history.ts';
import { parseLine } from '../../src/console/line.ts';
import { parseJson } from '../../src/format/json.ts';
import { leftOut, withoutSecrets } from '../../src/format/secret.ts';
import { consumerFields } from '../../src/jetstream/fields/consumer.ts';
import type { Field } from '../../src/jetstream/fields/field.ts';
import { streamFields } from '../../src/jetstream/fields/stream.ts';

/** What of a line the history keeps. */
function kept(text: string): string | undefined {
	const parsed = parseLine(text);
	if (parsed.kind !== 'line') throw new Error(`${text} is no line`);
	const { payload } = parsed.line;
	return keptLine(text, parsed.line, payload?.from === 'text' ? payload.text : '');
}

/** A line with its secrets, and what of it must not be in a file. */
const secrets: readonly (readonly [payload: string, ...secret: readonly string[]])[] = [
	['{"password":"hunter2"}', 'hunter2'],
	['{"user":{"pw":"hunter2"}}', 'hunter2'],
	['{"auth":"ops:sesame"}', 'sesame'],
	['{"auth":{"login":"ops:sesame"}}', 'sesame'],
	['{"session":"0a1b2c"}', '0a1b2c'],
	['{"session_id":1234}', '1234'],
	['{"jwt":"abcd"}', 'abcd'],
	['{"db-auth":"hunter2"}', 'hunter2'],
	['{"api_key":"hunter2","apiKey":"hunter3"}', 'hunter2', 'hunter3'],
	['{"aws_access_key_id":"hunter2"}', 'hunter2'],
	['{"list":[{"accessKey":"hunter2"}]}', 'hunter2'],
	['{"pin":4711,"otp":"815815"}', '4711', '815815'],
	['{"signature":"0a1b2c","hmac":"ff00ee"}', '0a1b2c', 'ff00ee'],
	['{"client_secret":"hunter2","remark":"x"}', 'hunter2'],
	['{"p\\u0061ssword":"hunter2"}', 'hunter2'],
	['{"credentials":{"a":"hunter2"}}', 'hunter2'],
	['{"env":[{"name":"DB_PASSWORD","value":"hunter2"}]}', 'hunter2'],
	['{"a":"{\\"password\\":\\"hunter2\\"}"}', 'hunter2'],
	['{"metadata":{"note":"token=hunter2 for now"}}', 'hunter2'],
	['{"description":"api_key: hunter2"}', 'hunter2'],
	['{"id":"AKIAIOSFODNN7EXAMPLE"}', 'AKIAIOSFODNN7EXAMPLE'],
	["'the PIN 4711 of door 3'", '4711'],
	["'otp 567812, next'", '567812'],
	['{"id":"key_ASIAIOSFODNN7EXAMPLE"}', 'ASIAIOSFODNN7EXAMPLE'],
	[`{"remark":"ghp_${'a1B2'.repeat(9)}"}`, 'ghp_'],
	[`{"remark":"github_pat_${'a1B2'.repeat(9)}"}`, 'github_pat_'],
	[`{"remark":"glpat-${'a1B2'.repeat(5)}"}`, 'glpat-'],
	['{"url":"nats://ops:sesame@host"}', 'sesame'],
	['{"url":"nats://ops:ses/a#me@host"}', 'a#me'],
	[`{"seed":"SUA${'M'.repeat(55)}"}`, 'SUAM'],
	["'-----BEGIN RSA PRIVATE KEY----- MIIEow -----END RSA PRIVATE KEY-----'", 'MIIEow'],
	["'password: hunter2 and more'", 'hunter2', 'more'],
	["'token=hunter2'", 'hunter2'],
	['\'{"secrets":["hunter2","hunter3"],"not whole\'', 'hunter2', 'hunter3'],
	['\'{"credentials":{"user":"bob","hash":"h4nter"},"not whole\'', 'h4nter', 'bob'],
	["'postgres://u:p@ss@h/db'", 'p@ss', 'ss@h'],
	['secret=hunter2', 'hunter2'],
	["'a=b&pin=4711&signature=0a1b'", '4711', '0a1b'],
	["'session=0a1b2c; path=/'", '0a1b2c'],
	["'Bearer 0123456789abcdef0123'", '0123456789abcdef0123'],
	['\'{"pw": "not whole"\'', 'not whole'],
];

describe('a line with a secret is kept without it, and with a mark in its place', () => {
	it.each(secrets)('%s', (payload, ...secret) => {
		const line = kept(`pub a.b ${payload}`) ?? '';
		expect(line).toMatch(/^pub a\.b /);
		expect(line).toContain(leftOut);
		for (const each of secret) expect(line).not.toContain(each);
	});

	it.each([
		['Authorization: Basic b3BzOnNlc2FtZQ==', 'b3BzOnNlc2FtZQ'],
		['Auth: ops:sesame', 'sesame'],
		['X-Session: 0a1b2c', '0a1b2c'],
		['X-Signature: 0a1b2c', '0a1b2c'],
		['jwt: abcd', 'abcd'],
		['X-Note: AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPLE'],
	])('with the header %s', (header, secret) => {
		const line = kept(`req -H '${header}' a b`) ?? '';
		expect(line).not.toContain(secret);
		expect(line).toContain(leftOut);
	});

	it.each([
		['nats stream add S --subjects s --metadata token=hunter2 --defaults', 'hunter2'],
		['nats stream add S --subjects s --metadata=token=hunter2 --defaults', 'hunter2'],
		['pub $KV.config.db.password hunter2', 'hunter2'],
	])('%s', (text, secret) => {
		expect(kept(text)).not.toContain(secret);
		expect(kept(text)).toContain(leftOut);
	});

	it('is not kept at all where the subject is the secret', () => {
		expect(kept('pub orders.AKIAIOSFODNN7EXAMPLE x')).toBeUndefined();
	});

	it('keeps the rest of the line as it is', () => {
		expect(kept('pub a {"user":"ops","password":"hunter2","n":1}')).toBe(
			`pub a {"user":"ops","password":"${leftOut}","n":1}`,
		);
	});

	it('is found again by its mark, so that it is not sent', () => {
		const line = kept('pub a {"password":"hunter2"}') ?? '';
		expect(missingIn(line)).toBe(line.indexOf(leftOut));
		expect(missingIn(kept(`pub a ${'x'.repeat(20_000)}`) ?? '')).toBe(6);
		expect(missingIn('pub a {"n":1}')).toBeUndefined();
		// Twice is as once.
		expect(kept(line)).toBe(line);
	});
});

describe('what the journal keeps in its file', () => {
	const entry: JournalEntry = {
		id: 'x-0',
		time: '2026-03-31T12:00:00Z',
		target: 'ops',
		title: 'Update stream TOKENS: description',
		effect: 'change',
		asset: { kind: 'stream', stream: 'TOKENS' },
		endpoint: 'stream.update',
		subject: '$JS.API.STREAM.UPDATE.TOKENS',
		outcome: { kind: 'sent' },
	};

	it.each(secrets)('of %s', (payload, ...secret) => {
		const text = payload.replace(/^'(.*)'$/s, '$1');
		const parsed = parseJson(text);
		const config = parsed.ok ? (parsed.value as object) : { description: text, metadata: { password: text } };
		const lines = [
			journalSent({ ...entry, text }),
			journalSent({ ...entry, payload: config, before: { ...config }, consumers: [{ ...config }] }),
			journalAnswer('x-0', { kind: 'done', reply: { config }, ms: 1 }),
		];
		for (const line of lines) {
			expect(line).toContain(leftOut);
			for (const each of secret) expect(line).not.toContain(each);
			expect(parseJson(line).ok).toBe(true);
		}
	});

	it('is all the rest, as it was', () => {
		const whole = { ...entry, payload: { name: 'TOKENS', subjects: ['auth.token.>'] }, text: '{"n": 1}' };
		const { outcome: _, ...sent } = whole;
		expect(JSON.parse(journalSent(whole))).toEqual({ event: 'sent', ...sent });
		const stored = { ...entry, subject: '$KV.config.db.password', text: 'hunter2' };
		expect(journalSent(stored)).not.toContain('hunter2');
	});
});

describe('an ordinary line is kept whole', () => {
	it.each([
		'pub a {"key":"orders"}',
		'pub a {"author":"a","keys":["b"],"passenger":"c","sessions":3,"authentic":"d"}',
		'pub a {"auth":true,"session":null,"password":""}',
		'pub auth.session {"name":"auth","subjects":["auth.>","session.*","jwt"]}',
		"pub a 'session: begun, auth: ok'",
		'$JS.API.STREAM.CREATE.AUTH {"name":"AUTH","subjects":["auth.>"],"description":"the session of a user: pw and jwt"}',
		'req -H \'Nats-Msg-Id: 12\' --timeout 2s orders.key {"monkey":1}',
		'watch 2s $JS.API.CONSUMER.INFO.SESSION.auth',
	])('%s', (line) => expect(kept(line)).toBe(line));

	it('whatever a configuration has in it', () => {
		const names = (fields: readonly Field[]): readonly string[] =>
			fields.flatMap(({ name, fields: inner = [] }) => [name, ...names(inner)]);
		for (const name of [...names(streamFields), ...names(consumerFields)]) {
			const line = `$JS.API.STREAM.UPDATE.A {"${name}":"a"}`;
			expect(kept(line)).toBe(line);
		}
	});
});

describe('a text of megabytes', () => {
	// One that is looked at again from each of its letters takes minutes.
	it.each([
		['one word', 'a0'.repeat(2_000_000)],
		['dots and quotes', `"a.b-'`.repeat(500_000)],
		['signs without names', '= : '.repeat(1_000_000)],
		['names without values', 'key '.repeat(1_000_000)],
	])('is looked through at once: %s', (_, payload) => {
		expect(withoutSecrets(payload) === payload).toBe(true);
		expect(withoutSecrets(`${payload} password=abc`).endsWith(`password=${leftOut}`)).toBe(true);
	});
});
