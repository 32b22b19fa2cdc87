import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { heldIn } from '../../src/jetstream/backup/contents.ts';
import { countLacking } from '../../src/jetstream/backup/gaps.ts';
import { readArchive } from '../../src/jetstream/backup/read-archive.ts';
import { restoreStream } from '../../src/jetstream/backup/restore.ts';
import { type SnapshotProgress, takeSnapshot } from '../../src/jetstream/backup/snapshot.ts';
import { type Api, openApi } from '../../src/jetstream/request.ts';
import type { StreamConfig } from '../../src/jetstream/wire.ts';
import type { Link } from '../../src/nats/link.ts';
import { connect, createConsumers, createStreams } from '../support/jetstream.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer } from '../support/servers.ts';

const never = new AbortController().signal;

/** Of many lengths; every other one cannot be compressed. */
function textOf(each: number): string {
	const length = (each * 37) % 900;
	return each % 2 === 0 ? 'order '.repeat(length) : randomBytes(length).toString('latin1');
}

/** A stream on file with messages of many sizes, a gap, headers, and a consumer half way. */
async function filled(link: Link, messages: number): Promise<void> {
	await createStreams(link, ['ORDERS'], { subjects: ['orders.>'], storage: 'file' });
	await createConsumers(link, 'ORDERS', ['C1', 'C2']);
	for (let each = 1; each < messages; each += 1)
		link.publish(`orders.${each % 7}`, textOf(each), { headers: [['Key', `v${each}`]] });
	await link.request('orders.last', 'the last');
	await link.request('$JS.API.STREAM.MSG.DELETE.ORDERS', '{"seq":5}');
	const pulled = await link.gather('$JS.API.CONSUMER.MSG.NEXT.ORDERS.C1', '{"batch":10}', {
		isLast: (_, number) => number === 10,
	});
	for (const message of pulled.messages) if (message.reply !== undefined) link.publish(message.reply, '+ACK');
}

/** Every message as the server has it: sequence, subject, headers, data, time. */
async function messagesOf(api: Api, last: number): Promise<readonly unknown[]> {
	const all: unknown[] = [];
	for (let seq = 1; seq <= last; seq += 1) {
		const answer = await api.request('stream.msg.get', { stream: 'ORDERS' }, { seq });
		all.push(answer.ok ? answer.value.message : answer.problem.errCode);
	}
	return all;
}

async function positionsOf(api: Api): Promise<readonly unknown[]> {
	const list = await api.pages('consumer.list', { stream: 'ORDERS' });
	if (!list.ok) throw new Error(list.problem.message);
	return list.value.items
		.map((info) => [info.name, info.ack_floor.stream_seq, info.delivered.stream_seq, info.num_ack_pending])
		.sort();
}

async function* inPieces(data: Uint8Array, most: number): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < data.length; at += most) yield data.subarray(at, at + most);
}

async function snapshot(link: Link, api: Api) {
	const chunks: Uint8Array[] = [];
	const progress: SnapshotProgress[] = [];
	const taken = await takeSnapshot(link, api, {
		stream: 'ORDERS',
		consumers: true,
		check: false,
		write: async (chunk) => void chunks.push(chunk),
		onProgress: (each) => void progress.push(each),
		signal: never,
	});
	if (taken.kind !== 'done') throw new Error(JSON.stringify(taken));
	return { ...taken, archive: Buffer.concat(chunks), progress };
}

function gate() {
	let open = (): void => undefined;
	const opened = new Promise<void>((resolve) => {
		open = resolve;
	});
	return { opened, open: () => open() };
}

const gone = async (api: Api) => {
	const deleted = await api.request('stream.delete', { stream: 'ORDERS' });
	expect(deleted.ok).toBe(true);
};

describe.each(serverLines)('a snapshot on the %s line', (line) => {
	it('is read whole, and restored message by message', async () => {
		const server = await startServer({ line });
		const link = await connect(server, { timeout: 10_000 });
		const api = openApi(link, { readOnly: false });
		await filled(link, 600);
		const before = await messagesOf(api, 600);
		const { archive, config, state, progress, received } = await snapshot(link, api);
		expect(received).toBe(archive.length);
		expect(progress.at(-1)).toMatchObject({ received: archive.length, state: { messages: 599 } });

		const contents = await readArchive(inPieces(archive, 1000));
		expect(contents.bytes).toBe(progress.at(-1)?.unpacked);
		expect(contents.consumers.map(({ name }) => name).sort()).toEqual(['C1', 'C2']);
		if (line === 'newest') {
			expect(contents).toMatchObject({
				format: 'v2',
				messages: 599,
				first: 1,
				last: 600,
				gaps: [[5, 5]],
				state: { messages: 599 },
			});
			const now = await api.request('stream.info', { stream: 'ORDERS' }, { deleted_details: true });
			if (!now.ok) throw new Error(now.problem.message);
			expect(countLacking(contents, state, now.value.state)).toBe(0);
			const lacking = { ...contents, gaps: [[4, 6] as const] };
			expect(countLacking(lacking, state, now.value.state)).toBe(2);
		} else {
			expect(contents).toMatchObject({ format: 'v1', config: { name: 'ORDERS' } });
			expect(contents.bytes).toBeGreaterThanOrEqual(Number(state.bytes));
		}

		const positions = await positionsOf(api);
		await gone(api);
		const sent: number[] = [];
		const restored = await restoreStream(link, api, {
			config,
			state,
			holds: heldIn(await readArchive(inPieces(archive, 65_536))),
			pieces: (most) => inPieces(archive, most),
			onProgress: (bytes) => void sent.push(bytes),
			signal: never,
		});
		expect(restored).toMatchObject({ kind: 'done', info: { state: { messages: 599, last_seq: 600 } } });
		expect(sent.at(-1)).toBe(archive.length);
		expect(await messagesOf(api, 600)).toEqual(before);
		expect(await positionsOf(api)).toEqual(positions);
	});

	it('is stopped without a half stream', async () => {
		const server = await startServer({ line });
		const link = await connect(server, { timeout: 10_000 });
		const api = openApi(link, { readOnly: false });
		await filled(link, 6000);
		const { archive, config, state } = await snapshot(link, api);
		await gone(api);
		const stopping = new AbortController();
		const restored = await restoreStream(link, api, {
			config,
			state,
			holds: heldIn(await readArchive(inPieces(archive, 65_536))),
			pieces: (most) => inPieces(archive, Math.min(most, 4096)),
			onProgress: (bytes) => {
				if (bytes > archive.length * 0.8) stopping.abort();
			},
			signal: stopping.signal,
		});
		expect(restored).toMatchObject({ kind: 'stopped', left: { kind: line === 'newest' ? 'removed' : 'nothing' } });
		expect(await api.request('stream.info', { stream: 'ORDERS' })).toMatchObject({ problem: { errCode: 10059 } });
	});

	it('that is damaged leaves no half stream', async () => {
		const server = await startServer({ line });
		const link = await connect(server, { timeout: 10_000 });
		const api = openApi(link, { readOnly: false });
		await filled(link, 600);
		const { archive, config, state } = await snapshot(link, api);
		await gone(api);
		const holds = heldIn(await readArchive(inPieces(archive, 65_536)));
		archive.writeUInt8(archive.readUInt8(archive.length >> 1) ^ 0x55, archive.length >> 1);
		await expect(readArchive(inPieces(archive, 65_536))).rejects.toThrow(/checksum|compressed block/);
		const restored = await restoreStream(link, api, {
			config,
			state,
			holds,
			pieces: (most) => inPieces(archive, most),
			onProgress: () => undefined,
			signal: never,
		});
		expect(restored).toMatchObject({ kind: 'failed', problem: { kind: 'api', errCode: 10062 } });
		expect(await api.request('stream.info', { stream: 'ORDERS' })).toMatchObject({ problem: { errCode: 10059 } });
	});

	it('of a stream that another took the name of is refused', async () => {
		const server = await startServer({ line });
		const link = await connect(server, { timeout: 10_000 });
		const api = openApi(link, { readOnly: false });
		await filled(link, 100);
		const { archive, config, state } = await snapshot(link, api);
		const restored = await restoreStream(link, api, {
			config: config as StreamConfig,
			state,
			holds: heldIn(await readArchive(inPieces(archive, 65_536))),
			pieces: (most) => inPieces(archive, most),
			onProgress: () => undefined,
			signal: never,
		});
		expect(restored).toMatchObject({ kind: 'refused', problem: { kind: 'api' } });
		expect(await api.request('stream.info', { stream: 'ORDERS' })).toMatchObject({ ok: true });
	});

	it('that is stopped after its last piece ends as the server ends it', async () => {
		const server = await startServer({ line });
		const link = await connect(server, { timeout: 10_000 });
		const api = openApi(link, { readOnly: false });
		await filled(link, 600);
		const { archive, config, state } = await snapshot(link, api);
		await gone(api);
		const stopping = new AbortController();
		async function* thenStopped(most: number): AsyncGenerator<Uint8Array> {
			yield* inPieces(archive, most);
			stopping.abort();
		}
		const restored = await restoreStream(link, api, {
			config,
			state,
			holds: heldIn(await readArchive(inPieces(archive, 65_536))),
			pieces: thenStopped,
			onProgress: () => undefined,
			signal: stopping.signal,
		});
		expect(restored).toMatchObject({ kind: 'done', info: { state: { messages: 599 } } });
	});

	it('never deletes a stream that somebody else creates meanwhile', async () => {
		const server = await startServer({ line });
		const link = await connect(server, { timeout: 10_000 });
		const api = openApi(link, { readOnly: false });
		await filled(link, 600);
		const { archive, config, state } = await snapshot(link, api);
		await gone(api);
		async function* afterAnother(most: number): AsyncGenerator<Uint8Array> {
			await createStreams(link, ['ORDERS'], { subjects: ['orders.>'], storage: 'file' });
			yield* inPieces(archive, most);
		}
		const restored = await restoreStream(link, api, {
			config,
			state,
			holds: heldIn(await readArchive(inPieces(archive, 65_536))),
			pieces: afterAnother,
			onProgress: () => undefined,
			signal: never,
		});
		expect(restored).toMatchObject({ kind: 'failed', left: { kind: 'there' } });
		expect(await api.request('stream.info', { stream: 'ORDERS' })).toMatchObject({ value: { state: { messages: 0 } } });
	});
});

describe('a server that unpacks for longer than a reply may take', () => {
	it('is waited for while the stream grows', async () => {
		const server = await startServer();
		const link = await connect(server, { timeout: 10_000 });
		const api = openApi(link, { readOnly: false });
		await createStreams(link, ['ORDERS'], { subjects: ['orders.>'], storage: 'file' });
		const zeros = new Uint8Array(1_000_000);
		for (let each = 0; each < 60; each += 1) await link.request('orders.1', zeros);
		const { archive, config, state } = await snapshot(link, api);
		await gone(api);
		expect(archive.length).toBeLessThan(10_000);
		const impatient = await connect(server, { timeout: 5 });
		let waited = 0;
		const restored = await restoreStream(impatient, openApi(impatient, { readOnly: false }), {
			config,
			state,
			holds: heldIn(await readArchive(inPieces(archive, 65_536))),
			pieces: (most) => inPieces(archive, most),
			onProgress: (_, unpacking) => {
				waited += unpacking === undefined ? 0 : 1;
			},
			signal: never,
		});
		expect(restored).toMatchObject({ kind: 'done', info: { state: { messages: 60 } } });
		expect(waited).toBeGreaterThan(0);
	});
});

describe('two restores of one backup at the same time', () => {
	it.each(serverLines)('leave the whole stream of one of them on the %s line', async (line) => {
		const server = await startServer({ line });
		const link = await connect(server, { timeout: 10_000 });
		const api = openApi(link, { readOnly: false });
		await filled(link, 6000);
		const { archive, config, state } = await snapshot(link, api);
		await gone(api);
		const holds = heldIn(await readArchive(inPieces(archive, 65_536)));
		const [secondBegun, firstHalf, secondOver] = [gate(), gate(), gate()];
		async function* first(most: number): AsyncGenerator<Uint8Array> {
			await secondBegun.opened;
			let sent = 0;
			for await (const piece of inPieces(archive, Math.min(most, 4096))) {
				if (sent > archive.length / 2) {
					firstHalf.open();
					await secondOver.opened;
				}
				sent += piece.length;
				yield piece;
			}
		}
		async function* second(most: number): AsyncGenerator<Uint8Array> {
			secondBegun.open();
			await firstHalf.opened;
			yield* inPieces(archive, most);
		}
		const common = { config, state, holds, onProgress: () => undefined, signal: never };
		const [one, other] = await Promise.all([
			restoreStream(link, api, { ...common, pieces: first }),
			restoreStream(link, api, { ...common, pieces: second }).finally(() => secondOver.open()),
		]);
		expect([one.kind, other.kind].toSorted()).toEqual(['done', 'failed']);
		expect([one, other].find(({ kind }) => kind === 'failed')).toMatchObject({ left: { kind: 'there' } });
		expect(await api.request('stream.info', { stream: 'ORDERS' })).toMatchObject({
			value: { state: { messages: 5999 } },
		});
	});
});
