import type { MessageSource } from '../../src/jetstream/messages/source.ts';
import { openApi } from '../../src/jetstream/request.ts';
import { featuresOf } from '../../src/jetstream/server-features.ts';
import type { StreamInfo } from '../../src/jetstream/wire.ts';
import type { Link } from '../../src/nats/link.ts';
import { raw } from './jetstream.ts';

/** One message of a stream to be made; deleted again where it is to be a gap. */
export interface Planned {
	readonly subject: string;
	readonly payload?: string;
	readonly headers?: readonly (readonly [string, string])[];
	readonly gap?: boolean;
}

const atOnce = 200;

/** Makes a stream with these messages, with sequences from 1 on in their order, and deletes those that are gaps. */
export async function makeStream(
	link: Link,
	name: string,
	config: object,
	messages: readonly Planned[],
): Promise<void> {
	await raw(link, `$JS.API.STREAM.CREATE.${name}`, { name, subjects: [`${name}.>`], storage: 'memory', ...config });
	for (let at = 0; at < messages.length; at += atOnce) {
		const some = messages.slice(at, at + atOnce);
		// One connection keeps the order.
		const sent = some.map(({ subject, payload = '', headers = [] }) => link.request(subject, payload, { headers }));
		const refused = (await Promise.all(sent)).find((reply) => !reply.ok);
		if (refused !== undefined) throw new Error(`stream ${name} does not take messages`);
	}
	const gaps = messages.flatMap(({ gap }, at) => (gap ? [at + 1] : []));
	for (let at = 0; at < gaps.length; at += atOnce) {
		const some = gaps.slice(at, at + atOnce);
		await Promise.all(some.map((seq) => raw(link, `$JS.API.STREAM.MSG.DELETE.${name}`, { seq, no_erase: true })));
	}
}

/** A stream as it is now, to read from. */
export async function sourceOf(link: Link, stream: string): Promise<MessageSource> {
	const api = openApi(link, { readOnly: true });
	const account = await api.request('account.info', {});
	const status = link.status();
	const features = featuresOf(
		status.phase === 'connected' ? status.server : undefined,
		account.ok ? account.value : undefined,
	);
	return { api, info: await infoOf(link, stream), features };
}

export async function infoOf(link: Link, stream: string): Promise<StreamInfo> {
	const answer = await openApi(link, { readOnly: true }).request('stream.info', { stream });
	if (!answer.ok) throw new Error(answer.problem.message);
	return answer.value;
}
