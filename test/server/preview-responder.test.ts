import { beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../support/jetstream.ts';
import { deliveryOf, type PreviewServer, startPreviewServer } from '../support/preview-responder.ts';
import { type Recorded, recordedAt, runOf, transcript } from '../support/preview-transcript.ts';
import type { Delivery } from '../support/preview-wire.ts';
import { until } from '../support/until.ts';

const text = (data: Uint8Array): string => new TextDecoder().decode(data);

let server: PreviewServer;
beforeAll(async () => {
	server = await startPreviewServer();
});

type Request = Pick<Recorded, 'subject' | 'request'>;

async function ask({ subject, request }: Request, wanted: number): Promise<readonly string[]> {
	const link = await connect(server);
	const { messages } = await link.gather(subject, request ?? '', {
		timeoutMs: wanted === 0 ? 40 : 2000,
		isLast: (_, number) => number === wanted,
	});
	await link.close();
	return messages.map(({ subject, reply, data }) =>
		shown(reply === undefined ? text(data) : { subject, reply, data: text(data) }),
	);
}

const shown = (reply: string | Delivery): string => (typeof reply === 'string' ? reply : JSON.stringify(reply));
const replyOf = (reply: string): string => shown(deliveryOf(reply) ?? reply);

describe('the recorded preview server', () => {
	it('answers the whole transcript in its order, byte for byte', async () => {
		let run = -1;
		let asked = 0;
		for (const recorded of transcript) {
			if (recorded.request === null || recorded.case.startsWith('crash.')) continue;
			const [first] = runOf(recorded);
			if (first !== run) server.play({ from: recorded.case });
			run = first;
			const replies = await ask(recorded, recorded.replies.length);
			expect(replies, `${recorded.at} ${recorded.case}`).toEqual(recorded.replies.map(replyOf));
			asked += 1;
		}
		expect(server.notNow).toEqual([]);
		expect(() => server.expectAllKnown()).not.toThrow();
		expect(asked).toBe(327);
	});

	it('takes JSON by value, and nothing else than what was recorded', async () => {
		server.play({ from: 'blog.stream.create' });
		const { subject, request } = recordedAt('blog.stream.create');
		const config = JSON.parse(request ?? '') as Readonly<Record<string, unknown>>;
		const turned = JSON.stringify(Object.fromEntries(Object.entries(config).reverse()));
		expect(await ask({ subject, request: turned }, 1)).toEqual(['+OK']);
		const known = server.unexpected.length;
		const others: readonly Request[] = [
			{ subject, request: JSON.stringify({ ...config, max_msgs: 1 }) },
			{ subject: '$JS.STREAM.LOGS.INFO', request: '\n' },
			{ subject: '$JS.STREAM.OTHER.INFO', request: '' },
			// It would end the server's process.
			recordedAt('crash.stream.create.bad-subject'),
		];
		for (const other of others) expect(await ask(other, 0)).toEqual([]);
		expect(server.unexpected.slice(known).map((asked) => asked.subject)).toEqual(others.map((other) => other.subject));
		expect(() => server.expectAllKnown()).toThrow(/never recorded/);
	});

	it('tells what there is now, before and after a change', async () => {
		const stream = { subject: '$JS.STREAM.LOGS.INFO', request: '' };
		const names = { subject: '$JS.STREAM.LIST', request: '' };
		server.play({ from: 'blog.enabled' });
		expect(await ask(names, 1)).toEqual(['null']);
		expect(await ask(stream, 1)).toEqual(["-ERR 'stream not found'"]);
		const message = { subject: '$JS.STREAM.LOGS.MSG.BYSEQ', request: '3' };
		expect(await ask(message, 0)).toEqual([]);
		expect(server.notNow).toEqual([{ subject: message.subject, payload: '3' }]);
		expect(await ask(recordedAt('blog.stream.create'), 1)).toEqual(['+OK']);
		expect(await ask(stream, 1)).toEqual(recordedAt('blog.stream.info').replies);
		expect(await ask(names, 1)).toEqual(recordedAt('blog.stream.list').replies);
		// A second time it is not what was recorded.
		expect(await ask(recordedAt('blog.stream.create'), 0)).toEqual([]);
		expect(await ask(recordedAt('blog.stream.update'), 1)).toEqual(['+OK']);
		expect(await ask(stream, 1)).toEqual(recordedAt('blog.stream.info.updated').replies);
	});

	it('delivers to who listens, under the subjects of the messages', async () => {
		server.play({ from: 'push.create' });
		const link = await connect(server);
		const came: string[] = [];
		link.subscribe('out.d', ({ subject, reply, data }) => came.push([subject, reply, text(data)].join(' ')));
		await link.roundTrip();
		await ask(recordedAt('push.create'), 1);
		await until(() => came.length === 6, { what: 'six deliveries' });
		expect(came[1]).toBe('orders.done $JS.ACK.ORDERS.D.1.2.2 o2');
		link.publish('$JS.ACK.ORDERS.D.1.3.3', '-NAK');
		await until(() => came.length === 7, { what: 'what was given back' });
		expect(came[6]).toBe('orders.new $JS.ACK.ORDERS.D.2.3.7 o3');
	});

	it('says the INFO line of then', async () => {
		const link = await connect(server);
		const status = link.status();
		expect(status.phase === 'connected' && status.server).toMatchObject({
			version: '2.2.0-beta.7',
			jetstream: true,
			headers: false,
		});
	});
});
