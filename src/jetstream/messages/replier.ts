import type { Message } from '../../nats/link.ts';

const directGet = /\.DIRECT\.GET\.([^.\s]+)/;

/**
 * That a mirror replied to a direct get in place of the stream, as a sentence.
 * @param asked the subject of the request
 */
export function mirrorNote(asked: string, { headers }: Pick<Message, 'headers'>): string | undefined {
	const stream = directGet.exec(asked)?.[1];
	// The server's header comes after those of the message.
	const replier = headers.findLast(([name]) => name === 'Nats-Stream')?.[1];
	if (stream === undefined || replier === undefined || replier === stream) return undefined;
	return `Replied by ${replier}, a mirror of ${stream}; ${stream} may have changed since. STREAM.MSG.GET asks ${stream} itself.`;
}
