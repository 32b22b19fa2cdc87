import type { Link, Message } from '../nats/link.ts';

let requests = 0;

/**
 * Pulls as a worker does: asks a pull consumer for up to `batch` available messages. They arrive under their own subjects, so the
 * inbox needs a subscription. A status ends the pull: 404 or 408, depending on the server version.
 */
export function fetchMessages(
	link: Link,
	stream: string,
	consumer: string,
	batch: number,
): Promise<readonly Message[]> {
	requests += 1;
	const inbox = `_INBOX.jetdeck-demo.${process.pid}.${requests}`;
	return new Promise((resolve) => {
		const messages: Message[] = [];
		const done = (): void => {
			clearTimeout(timer);
			stop();
			resolve(messages);
		};
		// Long: on a busy machine the timer may be due before the messages that came are read.
		const timer = setTimeout(done, 20_000);
		const stop = link.subscribe(
			inbox,
			(message) => {
				if (message.status === undefined) messages.push(message);
				if (message.status !== undefined || messages.length === batch) done();
			},
			done,
		);
		const body = JSON.stringify({ batch, no_wait: true });
		if (link.publish(`$JS.API.CONSUMER.MSG.NEXT.${stream}.${consumer}`, body, { reply: inbox }) !== undefined) done();
	});
}
