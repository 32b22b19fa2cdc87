import type { Link, Message } from '../nats/link.ts';

let requests = 0;

/**
 * What a worker does: asks a pull consumer for up to `batch` messages that are there now. They come with their own subjects,
 * so that they need an inbox that is listened to. The end is a status: 404 or 408, by the server's version.
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
		const timer = setTimeout(done, 2_000);
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
