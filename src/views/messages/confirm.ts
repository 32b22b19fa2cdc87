import { plural } from '../../format/integer.ts';
import { stateNow } from '../../jetstream/messages/deleted.ts';
import { unreturned } from '../../jetstream/messages/read-message.ts';
import { asksLeader, type MessageSource } from '../../jetstream/messages/source.ts';
import type { Problem } from '../../jetstream/problem.ts';
import { agreesWith, type MessagePage, type MessagesWish } from './stream-messages.ts';

/** Whether what a page lacks is deleted by the word of the leader. What went after `source.info` was read is told by another look. */
export async function isConfirmed(
	source: MessageSource,
	{ subject }: MessagesWish,
	page: MessagePage,
): Promise<boolean> {
	if (!asksLeader(source)) return false;
	// Of one subject nothing between the messages is called deleted.
	if (subject !== undefined || agreesWith(page, source.info.state)) return true;
	const state = await stateNow(source);
	return state !== undefined && agreesWith(page, state);
}

/** A page without messages of a stream that has some: the server did not return what it counts. */
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
