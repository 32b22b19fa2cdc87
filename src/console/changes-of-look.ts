import { contentOf } from '../jetstream/reply-content.ts';
import { changesBetween } from './changes.ts';
import type { ConsoleReply, Exchange } from './state.ts';

type Message = ConsoleReply['message'];

/** What a look at something shows to be different from the one before; what an earlier look found stays until then. */
export function changesOfLook(
	before: Message | undefined,
	after: Message | undefined,
	look: number,
): Pick<Exchange, 'changes'> {
	if (before === undefined || after === undefined) return {};
	const [old, now] = [contentOf(before), contentOf(after)];
	if (old.kind !== 'json' || now.kind !== 'json') return {};
	const changes = changesBetween(old.value, now.value, look);
	return changes === undefined ? {} : { changes };
}
