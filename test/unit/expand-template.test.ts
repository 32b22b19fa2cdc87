import { describe, expect, test } from 'vitest';
import { expandTemplates } from '../../src/console/expand-template.ts';
import { parseLine } from '../../src/console/line.ts';
import { prepare } from '../../src/console/prepare.ts';
import { expansionIn } from '../../src/console/shell-expansion.ts';
import { natsMessageLine } from '../../src/jetstream/nats-cli/nats-line.ts';
import { features } from '../../src/jetstream/server-features.ts';
import { subjectEffect } from '../../src/jetstream/subject-effect.ts';
import { nowhere } from '../support/nats-lines.ts';

/** As natscli 0.5.1 publishes it. */
describe('what stands in {{}}', () => {
	test.each([
		['{{"{{"}}Count}}', '{{Count}}'],
		['no {{wildcard(1)}} {{Count}}', 'no {{wildcard(1)}} {{Count}}'],
		['{{name}} {{Count}}', '{{name}} {{Count}}'],
		['{{.Foo}} {{Request}}', '{{.Foo}} {{Request}}'],
		['{{}}', '{{}}'],
		['a {{Count', 'a {{Count'],
		['{"a":{"b":1}}', '{"a":{"b":1}}'],
	])('%s is %s', (text, expected) => {
		expect(expandTemplates(text)).toEqual({ text: expected });
	});

	test.each([
		'message {{Count}}',
		'{{.UnixNano}}',
		'a{{.Request}}b',
		'{{ Random 3 5 }}',
		'{{if true}}x{{end}}',
		'{{Count | printf "%d"}}',
		'{{printf "%d" 1}}',
		'{{/* c */}}x',
		'{{Random 5 3}}',
	])('%s is not computed', (text) => {
		expect(expandTemplates(text)).toMatchObject({ refusal: expect.stringContaining('--no-templates') });
	});
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

	test('has no template of the nats CLI, unless it says that it has none', () => {
		expect(sent(`nats pub a 'm {{Count}}'`)).toMatchObject({ refusal: expect.stringContaining('{{Count}}') });
		expect(sent(`nats pub a 'm {{Count}}' -H 'N: {{Count}}' --no-templates`)).toHaveProperty('refusal');
		expect(sent(`nats pub a 'm {{Count}}' -H 'N: 1' --no-templates`)).toMatchObject({ payload: 'm {{Count}}' });
		expect(sent(`pub a 'm {{Count}}'`)).toMatchObject({ payload: 'm {{Count}}', notes: [] });
	});

	test('is the same message once it was copied the nats command', () => {
		const message = { subject: 'a', payload: '-1 {{Count}} @x', headers: [['N', 'a {{Count}} {{b}}']] as const };
		const line = natsMessageLine(nowhere, { verb: 'pub', ...message });
		expect(line).toBe(`nats pub --no-templates -H 'N: a {{"{{"}}Count}} {{"{{"}}b}}' -- a '-1 {{Count}} @x'`);
		expect(sent(line)).toEqual({ ...message, notes: [] });
	});
});
