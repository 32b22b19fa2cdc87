import { plural } from '../../format/integer.ts';
import { stateNow } from '../../jetstream/messages/deleted.ts';
import { unreturned } from '../../jetstream/messages/read-message.ts';
import { asksLeader, type MessageSource } from '../../jetstream/messages/source.ts';
import type { Problem } from '../../jetstream/problem.ts';
import { agreesWith, type MessagePage, type MessagesWish } from './stream-messages.ts';

/**
 * Whether the leader confirms that the messages missing from a page are deleted. Deletions after `source.info` was read show up
 * at the next read.
 */
export async function isConfirmed(
	source: MessageSource,
	{ subject }: MessagesWish,
	page: MessagePage,
): Promise<boolean> {
	if (!asksLeader(source)) return false;
	// Between messages of one subject nothing counts as deleted.
	if (subject !== undefined || agreesWith(page, source.info.state)) return true;
	const state = await stateNow(source);
	return state !== undefined && agreesWith(page, state);
}

/** An empty page of a stream with messages: the server did not return what it counts. */
export async function missesAll(
	source: MessageSource,
	{ subject }: MessagesWish,
	{ entries }: MessagePage,
): Promise<Problem | undefined> {
	if (entries.length > 0 || subject !== undefined || source.info.state.messages === 0) return undefined;
	const { messages } = (await stateNow(source)) ?? source.info.state;
	if (messages === 0) return undefined;
	return unreturned(source.info, plural(messages, 'message'));
}
