import { describe, expect, test } from 'vitest';
import { expandTemplates } from '../../src/console/expand-template.ts';
import { parseLine } from '../../src/console/line.ts';
import { prepare } from '../../src/console/prepare.ts';
import { expansionIn } from '../../src/console/shell-expansion.ts';
import { natsMessageLine } from '../../src/jetstream/nats-cli/nats-line.ts';
import { features } from '../../src/jetstream/server-features.ts';
import { subjectEffect } from '../../src/jetstream/subject-effect.ts';
import { nowhere } from '../support/nats-lines.ts';

const now = Date.parse('2026-03-31T12:34:56Z');

/** As natscli 0.5.1 publishes it. */
describe('what stands in {{}}', () => {
	test.each([
		['message {{Count}} of {{ .Cnt }}', 'message 1 of 1'],
		['{{Unix}} {{.UnixNano}}', '1774960496 1774960496000000000'],
		['{{"{{"}}Count}}', '{{Count}}'],
		['a{{.Request}}b', 'ab'],
		['no {{wildcard(1)}} {{Count}}', 'no {{wildcard(1)}} {{Count}}'],
		['{{name}} {{Count}}', '{{name}} {{Count}}'],
		['{{.Foo}} {{Request}}', '{{.Foo}} {{Request}}'],
		['{{}}', '{{}}'],
		['a {{Count', 'a {{Count'],
		['{"a":{"b":1}}', '{"a":{"b":1}}'],
	])('%s is %s', (text, expected) => {
		expect(expandTemplates(text, now)).toMatchObject({ text: expected });
	});

	test.each([
		['{{TimeStamp}}', /^2026-03-31T\d\d:\d\d:56(Z|[+-]\d\d:\d\d)$/],
		['{{Time}}', /^1?\d:\d4(AM|PM)$|^1?\d:\d\d(AM|PM)$/],
		['{{ID}}', /^[0-9A-Za-z]{22}$/],
		['{{ Random 3 5 }}', /^[0-9A-Za-z]{3,5}$/],
	])('%s is filled in', (text, expected) => {
		expect(expandTemplates(text, now)).toMatchObject({ text: expect.stringMatching(expected), filled: [text] });
	});

	test.each(['{{if true}}x{{end}}', '{{Count | printf "%d"}}', '{{printf "%d" 1}}', '{{/* c */}}x', '{{Random 5 3}}'])(
		'%s is not computed',
		(text) => {
			expect(expandTemplates(text, now)).toMatchObject({ refusal: expect.stringContaining('--no-templates') });
		},
	);
});

describe('what a shell would put another text for', () => {
	test.each([
		['$(date)', '$(date)', 0],
		['"at $(date +%s)!"', '$(date +%s)', 4],
		['"`date`"', '`date`', 1],
		[`"\${HOST}"`, `\${HOST}`, 1],
		['x-$HOST', '$HOST', 2],
		[`'$A'"$B"`, '$B', 5],
	])('is found: %s', (word, text, at) => {
		expect(expansionIn(word)).toEqual({ text, at });
	});

	test.each([
		`'$(date) \`date\` $HOST'`,
		'"\\$HOST \\`"',
		'\\$HOST',
		'$JS.API.INFO',
		'"$SYS.REQ"',
		'"$KV.cfg.>"',
		'$5',
		'a$',
		'{"a":"$HOST"}',
		`"it's"`,
	])('is not there: %s', (word) => {
		expect(expansionIn(word)).toBeUndefined();
	});

	test.each([
		['nats pub a "$(date)"', 13],
		['nats pub a x -H "At: $HOST"', 22],
		['echo "$(date)" | nats pub a', 7],
		['nats consumer pause S C "$(date)"', 26],
		['watch 2s nats req a "$(date)"', 22],
		['NATS_URL= nats pub a `date`', 22],
	])('is not sent as it stands: %s', (line, column) => {
		expect(parseLine(line)).toMatchObject({
			kind: 'fault',
			column,
			message: expect.stringContaining('does not expand'),
		});
	});

	test.each(['pub a "$(date)"', `nats pub a '$(date)'`, `nats req '$JS.API.INFO'`, 'nats req "$JS.API.INFO"'])(
		'is meant as it stands: %s',
		(line) => {
			expect(parseLine(line).kind).toBe('line');
		},
	);
});

describe('a line that is sent', () => {
	const api = {
		prefix: '$JS.API',
		dialect: () => 'current',
		raw: { verdict: (subject: string) => subjectEffect(subject, '$JS.API') },
	} as unknown as Parameters<typeof prepare>[2];

	function sent(text: string) {
		const parsed = parseLine(text);
		if (parsed.kind !== 'line') throw new Error(`not a line: ${text}`);
		const { payload } = parsed.line;
		const prepared = prepare(parsed.line, payload?.from === 'text' ? payload.text : '', api, features('2.15.1', 5));
		if ('refusal' in prepared) return prepared;
		const { subject, payload: said, headers } = prepared.message;
		return { subject, payload: said, headers, notes: prepared.notes };
	}

	test('is filled in where it is one of the nats CLI, and says so', () => {
		expect(sent(`nats pub a.{{Count}} 'm {{Cnt}}' -H 'N: {{Count}}'`)).toEqual({
			subject: 'a.1',
			payload: 'm 1',
			headers: [['N', '1']],
			notes: [{ kind: 'filled-in', text: '{{Count}} {{Cnt}}' }],
		});
		expect(sent(`nats pub a 'm {{Count}}' -H 'N: {{Count}}' --no-templates`)).toMatchObject({
			payload: 'm {{Count}}',
			headers: [['N', '1']],
		});
		expect(sent(`nats pub a '{{if true}}x{{end}}'`)).toHaveProperty('refusal');
		expect(sent(`nats pub a 'no template'`)).toMatchObject({ notes: [] });
	});

	test('is sent as it stands where it is not, and says so', () => {
		expect(sent(`pub a 'm {{Count}}'`)).toMatchObject({
			payload: 'm {{Count}}',
			notes: [{ kind: 'not-filled-in', text: '{{Count}}' }],
		});
		expect(sent(`pub a '{{wildcard(1)}}'`)).toMatchObject({ notes: [] });
		expect(sent(`pub a 'm {{Count}}' --no-templates`)).toMatchObject({ payload: 'm {{Count}}', notes: [] });
	});

	test('is the same message once it was copied the nats command', () => {
		const message = { subject: 'a', payload: '-1 {{Count}} @x', headers: [['N', 'a {{Count}} {{b}}']] as const };
		const line = natsMessageLine(nowhere, { verb: 'pub', ...message });
		expect(line).toBe(`nats pub --no-templates -H 'N: a {{"{{"}}Count}} {{"{{"}}b}}' -- a '-1 {{Count}} @x'`);
		expect(sent(line)).toEqual({ ...message, notes: [] });
	});
});
