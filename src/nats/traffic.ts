import type { NatsConnection } from 'nats';
import type { Traffic } from './link.ts';

export const noTraffic: Traffic = { inBytes: 0, outBytes: 0, inMessages: 0, outMessages: 0 };

/** Counters of one connection since it was made. */
export function trafficOf(connection: NatsConnection): Traffic {
	const { inBytes, outBytes, inMsgs, outMsgs } = connection.stats();
	return { inBytes, outBytes, inMessages: inMsgs, outMessages: outMsgs };
}

/** Counters of several connections together. */
export function addTraffic(a: Traffic, b: Traffic): Traffic {
	return {
		inBytes: a.inBytes + b.inBytes,
		outBytes: a.outBytes + b.outBytes,
		inMessages: a.inMessages + b.inMessages,
		outMessages: a.outMessages + b.outMessages,
	};
}

/** Milliseconds to the server and back; undefined if the connection ended meanwhile. */
export async function roundTripOf(connection: NatsConnection): Promise<number | undefined> {
	const started = performance.now();
	// A flush on a lost connection never ends.
	const done = connection.flush().then(
		() => true,
		() => false,
	);
	const ended = connection.closed().then(() => false);
	return (await Promise.race([done, ended])) ? performance.now() - started : undefined;
}
