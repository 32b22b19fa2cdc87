import { describe, expect, it } from 'vitest';
import { consumerFields } from '../../src/jetstream/fields/consumer.ts';
import type { Field } from '../../src/jetstream/fields/field.ts';
import { streamFields } from '../../src/jetstream/fields/stream.ts';
import { keptLine } from '../../src/store/console/history.ts';
import { parseLine } from '../../src/store/console/line.ts';
import { holdsSecret, keptPayload } from '../../src/store/console/secret.ts';

/** What of a line the history keeps. */
function kept(text: string): string | undefined {
	const parsed = parseLine(text);
	if (parsed.kind !== 'line') throw new Error(`${text} is no line`);
	const { payload } = parsed.line;
	return keptLine(text, parsed.line, payload?.from === 'text' ? payload.text : '');
}

describe('a line with a secret is kept without it', () => {
	it.each([
		'{"password":"a"}',
		'{"user":{"pw":"a"}}',
		'{"auth":"user:pass"}',
		'{"auth":{"login":"user:pass"}}',
		'{"session":"0a1b2c"}',
		'{"session_id":12}',
		'{"jwt":"abc"}',
		'{"db-auth":"a"}',
		'{"aws_access_key_id":"a"}',
		'{"list":[{"accessKey":"a"}]}',
		'{"id":"AKIAIOSFODNN7EXAMPLE"}',
		'{"id":"ASIAIOSFODNN7EXAMPLE"}',
		`{"remark":"ghp_${'a1B2'.repeat(9)}"}`,
		`{"remark":"github_pat_${'a1B2'.repeat(9)}"}`,
		`{"remark":"glpat-${'a1B2'.repeat(5)}"}`,
		'{"url":"nats://user:pass@host"}',
		"'password: hunter2'",
		"'token=hunter2'",
		"'session=0a1b2c; path=/'",
		"'Bearer 0123456789abcdef0123'",
		'\'{"pw": "not whole"\'',
	])('a %s', (payload) => expect(kept(`pub a ${payload}`)).toBe('pub a'));

	it.each(['Authorization: a', 'Auth: user:pass', 'X-Session: a', 'jwt: a', 'X-Note: AKIAIOSFODNN7EXAMPLE'])(
		'with the header %s',
		(header) => expect(kept(`req -H '${header}' a b`)).toBe('req a'),
	);

	it('and so is what the journal keeps', () => {
		expect(keptPayload({ subject: 'a', payload: '{"auth":"user:pass"}' })).toMatch(/not kept/);
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
		expect(holdsSecret({ subject: 'x', headers: [] }, payload)).toBe(false);
		expect(holdsSecret({ subject: 'x', headers: [] }, `${payload} password=abc`)).toBe(true);
	});
});
