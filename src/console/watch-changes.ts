import { contentOf } from '../jetstream/reply-content.ts';
import { changesBetween } from './changes.ts';
import type { ConsoleReply, Exchange } from './state.ts';

type Message = ConsoleReply['message'];

/** The changes between a reply and the one before; older changes stay until there are new ones. */
export function watchChanges(
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
