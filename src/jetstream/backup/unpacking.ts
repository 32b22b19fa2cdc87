import type { Integer } from '../../format/integer.ts';
import type { Api } from '../request.ts';

/** A server that neither replies nor stores anything for so long does not unpack. */
const longestStandstillMs = 60_000;

interface Unpacking {
	readonly stream: string;
	/** How long the server may be silent before it is looked at, and then between two looks. */
	readonly everyMs: number;
	/** Whether a reply is due. */
	readonly isDue: () => boolean;
	/** `messages`: how many the stream has, if the server says so. */
	readonly onWaiting: (messages: Integer | undefined) => void;
	readonly onStandstill: (silentMs: number) => void;
}

/**
 * Watches a restore whose server does not reply. nats-server 2.15 replies to a piece only when it has stored what is in it, and a few
 * KiB may be gigabytes: it is at work as long as its stream grows.
 */
export function watchUnpacking(
	api: Api,
	{ stream, everyMs, isDue, onWaiting, onStandstill }: Unpacking,
): { readonly replied: () => void; readonly end: () => void } {
	const over = new AbortController();
	let lastSign = Date.now();
	let lastReply = lastSign;
	let before = '';
	let timer = setTimeout(look, everyMs);
	async function look(): Promise<void> {
		if (!isDue()) lastReply = Date.now();
		if (Date.now() - lastReply >= everyMs) await seeGrowth();
		if (!over.signal.aborted) timer = setTimeout(look, everyMs);
	}
	async function seeGrowth(): Promise<void> {
		const found = await api.request('stream.info', { stream }, undefined, { signal: over.signal });
		if (over.signal.aborted) return;
		const { messages, bytes } = found.ok ? found.value.state : { messages: undefined, bytes: undefined };
		const now = found.ok ? `${messages} ${bytes}` : before;
		if (now !== before) lastSign = Date.now();
		before = now;
		onWaiting(messages);
		const silentMs = Date.now() - Math.max(lastSign, lastReply);
		if (silentMs >= longestStandstillMs) onStandstill(silentMs);
	}
	return {
		replied: () => {
			lastReply = Date.now();
		},
		end: () => {
			clearTimeout(timer);
			over.abort();
		},
	};
}
