import { describe, expect, it } from 'vitest';
import { parseLine } from '../../src/console/line.ts';
import { otherServer } from '../../src/console/server-flags.ts';
import { shellLineOf } from '../../src/views/console/exchange-lines.ts';
import { exchange } from '../support/exchanges.ts';
import { natsCommand } from '../support/nats-lines.ts';

describe('a line of nats that sends the same', () => {
	it.each([
		['a', "nats req a ''"],
		['req --replies 3 --timeout 2s a', "nats req --replies=3 --timeout=2000ms a ''"],
		['req --replies all a', "nats req --replies=0 a ''"],
		['a --timeout 1m', "nats req --timeout=60000ms a ''"],
	])('%s', (text, wanted) => {
		const line = shellLineOf(exchange(['{}'], { text, subject: 'a', payload: '' }));
		expect(line).toBe(wanted);
		// What is copied can be pasted here.
		const [typed, copied] = [parseLine(text), parseLine(line ?? '')];
		if (typed.kind !== 'line' || copied.kind !== 'line') throw new Error('no line');
		expect(copied.line).toMatchObject({
			subject: typed.line.subject,
			...(typed.line.replies !== undefined && { replies: typed.line.replies }),
			...(typed.line.timeoutMs !== undefined && { timeoutMs: typed.line.timeoutMs }),
		});
	});
});

describe('a line of nats that says where it goes', () => {
	const cli = {
		variables: ['NATS_URL=', `NATS_PASSWORD="\${NATS_PASSWORD:?is not printed, set it}"`],
		connection: ['--context=prod', '--server=nats://a:4222'],
		api: ['--js-domain=hub'],
	};
	const check = (text: string): string | undefined => {
		const parsed = parseLine(text);
		if (parsed.kind !== 'line') throw new Error(JSON.stringify(parsed));
		return otherServer(parsed.line, cli)?.refusal;
	};

	it('is sent where that is the place of the deck, as it is copied there', () => {
		const message = shellLineOf(exchange(['{}'], { text: 'a', subject: 'a', payload: '{"b":1}', cli }));
		expect(message).toBe(
			`NATS_URL= NATS_PASSWORD="\${NATS_PASSWORD:?is not printed, set it}" nats --context=prod --server=nats://a:4222 req a '{"b":1}'`,
		);
		expect(check(message ?? '')).toBeUndefined();
		const command = natsCommand('stream.delete', { stream: 'A' }, undefined, undefined, { cli, domain: 'hub' });
		expect(check(command ?? '')).toBeUndefined();
		expect(check('nats stream rm A')).toBeUndefined();
		expect(check('nats --js-domain hub --context prod -s nats://a:4222 --timeout 5s stream rm A')).toBeUndefined();
	});

	it.each([
		['nats --context=prod stream rm A', '--context'],
		['nats --context=prod --server=nats://a:4222 stream rm A', '--context'],
		['nats --context=prod --server=nats://b:4222 --js-domain=hub stream rm A', '--server'],
		['nats --context=prod --server=nats://a:4222 --no-context req a', '--no-context'],
		['nats -s nats://b:4222 req a', '--server'],
		['NATS_URL=nats://b:4222 nats req a', 'NATS_URL'],
		['nats --user eve stream info A', '--user'],
	])('is not sent from elsewhere: %s', (text, named) => {
		expect(check(text)).toMatch(new RegExp(`^Leave ${named} out: `));
	});
});
