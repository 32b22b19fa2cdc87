import { stringifyJson } from '../format/json.ts';
import { previewViewOf } from '../store/console/preview-view.ts';
import { contentOf, errorOf } from '../store/console/replies.ts';
import type { ConsoleReply, Exchange } from '../store/console/state.ts';
import { toast } from '../store/toast.ts';
import type { CommandContext } from './command.ts';
import { saveAt } from './save-as.ts';

/** A reply as it is saved and copied. */
export interface ReplyFile {
	/** The name that is offered. */
	readonly name: string;
	readonly data: string | Uint8Array;
}

/** Whole, as it came; JSON indented, and as the preview would have answered where it is shown so. */
export function replyFileOf(exchange: Exchange, reply: ConsoleReply): ReplyFile | undefined {
	const name = exchange.subject.replaceAll(/[^\w.-]/g, '_').slice(0, 80) || 'reply';
	const preview = previewViewOf(exchange, reply);
	if (preview !== undefined) return { name: `${name}.txt`, data: preview.text };
	const content = contentOf(reply.message);
	switch (content.kind) {
		case 'json':
			return { name: `${name}.json`, data: exchange.raw ? content.text : `${stringifyJson(content.value, 2)}\n` };
		case 'text':
			return { name: `${name}.txt`, data: content.text };
		case 'binary':
			return { name: `${name}.bin`, data: content.data };
		case 'empty':
			return undefined;
		default:
			return content satisfies never;
	}
}

/** `> FILE`: saves what a line was answered with, where it was. A refusal is no configuration, and is not saved as one. */
export function saveReplies(context: CommandContext, exchange: Exchange, path: string): void {
	const files = exchange.replies.flatMap((reply) => replyFileOf(exchange, reply) ?? []);
	const refused = exchange.replies.some(({ message }) => errorOf(message, exchange.subject) !== undefined);
	if (files.length === 0 || refused) {
		const why = refused ? 'The answer is an error' : 'There is no answer';
		toast(context.deck.store, 'warn', `${why}: ${path} is not written.`);
		return;
	}
	const [only] = files;
	const data =
		files.length === 1 && only !== undefined ? only.data : Buffer.concat(files.map(({ data: each }) => ended(each)));
	void saveAt(context, { what: 'the reply', name: path, data });
}

/** Replies that follow one another begin on lines of their own. */
function ended(data: string | Uint8Array): Buffer {
	const bytes = Buffer.from(data);
	return bytes.at(-1) === 10 ? bytes : Buffer.concat([bytes, Buffer.from('\n')]);
}
