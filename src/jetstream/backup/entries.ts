import { parseJson } from '../../format/json.ts';
import type { ConsumerConfig, StreamState } from '../wire.ts';
import type { ByteReader } from './byte-reader.ts';
import type { Contents } from './contents.ts';
import { Damage } from './damage.ts';
import { Gaps } from './gaps.ts';

/** The first bytes of an archive of nats-server 2.15. */
export const magic = 'NATSARC1';

/** Most bytes of a configuration or a state. */
const mostJson = 64 * 1024 * 1024;
/** A subject is shorter. */
const mostName = 1024 * 1024;

/** Reads an archive of nats-server 2.15 from after its first bytes to its end mark. Counts the messages, and keeps none. */
export async function readEntries(reader: ByteReader): Promise<Omit<Contents, 'bytes'>> {
	const consumers: { name: string; config?: ConsumerConfig }[] = [];
	let state: StreamState | undefined;
	let messages = 0;
	let [first, last]: [Contents['first'], Contents['last']] = [undefined, undefined];
	const gaps = new Gaps();
	for (;;) {
		const [nameLength, , sequence = 0, header, payload] = await reader.numbers(5);
		const name = Buffer.from(await reader.bytes(bounded(nameLength, mostName))).toString();
		if (name === '' && Number(sequence) === 0) break;
		if (Number(sequence) > 0) {
			messages += 1;
			first ??= sequence;
			last = sequence;
			gaps.push(sequence);
			await reader.skip(bounded(header) + bounded(payload));
			continue;
		}
		await reader.skip(bounded(header));
		const content = jsonOf(await reader.bytes(bounded(payload, mostJson)));
		if (name === 'state.json') state = content as StreamState | undefined;
		const [, consumer] = /^consumers\/(.+)$/s.exec(name) ?? [];
		const config = (content as { config?: ConsumerConfig } | undefined)?.config;
		if (consumer !== undefined) consumers.push({ name: consumer, ...(config && { config }) });
	}
	return {
		format: 'v2',
		consumers,
		messages,
		...(state && { state }),
		...(first !== undefined && { first }),
		...(last !== undefined && { last }),
		...(gaps.ranges && { gaps: gaps.ranges }),
	};
}

function bounded(length: unknown, most = Number.MAX_SAFE_INTEGER): number {
	if (typeof length !== 'number' || length > most)
		throw new Damage('An entry of the archive is longer than any may be.');
	return length;
}

function jsonOf(bytes: Uint8Array): unknown {
	const parsed = parseJson(Buffer.from(bytes).toString());
	return parsed.ok ? parsed.value : undefined;
}
