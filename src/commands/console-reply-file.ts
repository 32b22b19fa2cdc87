import { previewViewOf } from '../console/preview-view.ts';
import type { ConsoleReply, Exchange } from '../console/state.ts';
import { plural } from '../format/integer.ts';
import { stringifyJson } from '../format/json.ts';
import { contentOf, errorOf } from '../jetstream/reply-content.ts';
import type { DeckState } from '../store/state.ts';
import { toast } from '../store/toast.ts';
import { isOnHead, selectedReply } from '../views/console/browse.ts';
import type { CommandContext } from './command.ts';
import { saveAt } from './save-as.ts';

/** A reply as it is saved and copied. */
export interface ReplyFile {
	/** What it is: `the reply`. */
	readonly what: string;
	/** The name that is offered. */
	readonly name: string;
	readonly data: string | Uint8Array;
}

/** Whole, as it came; JSON indented unless it is large, and as the preview would have answered where it is shown so. */
function replyFileOf(exchange: Exchange, reply: ConsoleReply): ReplyFile | undefined {
	const what = 'the reply';
	const name = exchange.subject.replaceAll(/[^\w.-]/g, '_').slice(0, 80) || 'reply';
	const preview = previewViewOf(exchange, reply);
	if (preview !== undefined) return { what, name: `${name}.txt`, data: preview.text };
	const content = contentOf(reply.message);
	switch (content.kind) {
		case 'json':
			return { what, name: `${name}.json`, data: exchange.raw ? content.text : `${stringifyJson(content.value, 2)}\n` };
		case 'large json':
			return { what, name: `${name}.json`, data: content.data };
		case 'text':
			return { what, name: `${name}.txt`, data: content.text };
		case 'large text':
			return { what, name: `${name}.txt`, data: content.data };
		case 'binary':
			return { what, name: `${name}.bin`, data: content.data };
		case 'empty':
			return undefined;
		default:
			return content satisfies never;
	}
}

/** All replies, one after the other. */
function repliesFileOf(exchange: Exchange): ReplyFile | undefined {
	const files = exchange.replies.flatMap((reply) => replyFileOf(exchange, reply) ?? []);
	const [first] = files;
	if (first === undefined || files.length === 1) return first;
	const texts = files.map(({ data }) => data);
	const data = texts.every((each) => typeof each === 'string')
		? texts.map(withEnd).join('')
		: Buffer.concat(texts.map(ended));
	return { what: `all ${plural(files.length, 'reply', 'replies')}`, name: first.name, data };
}

/** The reply under the cursor; on the head of several, all of them. */
export function selectedFile(state: DeckState): ReplyFile | undefined {
	const selected = selectedReply(state);
	if (selected === undefined) return undefined;
	const { exchange, reply } = selected;
	return isOnHead(state) && exchange.several ? repliesFileOf(exchange) : replyFileOf(exchange, reply);
}

/** `> FILE`: saves what a line was answered with, where it was. A refusal is no configuration, and is not saved as one. */
export function saveReplies(context: CommandContext, exchange: Exchange, path: string): void {
	const file = repliesFileOf(exchange);
	const refused = exchange.replies.some(({ message }) => errorOf(message, exchange.subject) !== undefined);
	if (file === undefined || refused) {
		const why = refused ? 'The reply is an error' : 'There is no reply';
		toast(context.deck.store, 'warn', `${why}: jetdeck did not write ${path}.`);
		return;
	}
	void saveAt(context, { ...file, name: path });
}

/** Replies that follow one another begin on lines of their own. */
function ended(data: string | Uint8Array): Buffer {
	const bytes = Buffer.from(data);
	return bytes.at(-1) === 10 ? bytes : Buffer.concat([bytes, Buffer.from('\n')]);
}

function withEnd(text: string): string {
	return text.endsWith('\n') ? text : `${text}\n`;
}
