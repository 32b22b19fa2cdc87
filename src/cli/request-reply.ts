import type { Prepared } from '../console/prepare.ts';
import type { ConsoleReply } from '../console/state.ts';
import { isRecord } from '../format/is.ts';
import { hexLines } from '../format/payload.ts';
import { sanitiseLines } from '../format/sanitise.ts';
import { mirrorNote } from '../jetstream/messages/replier.ts';
import { type AsPreview, asPreviewReply } from '../jetstream/preview/as-preview-reply.ts';
import { addressesOf, contentOf, endOf, errorOf, wholeValueOf } from '../jetstream/reply-content.ts';
import { jsonForTerminal } from './outlet.ts';
import type { RequestChoices } from './request-line.ts';

type Message = ConsoleReply['message'];

/** How to print replies. */
export interface ReplyWriter {
	/** Prints a reply, and the meaning of an error; returns whether it is an error, or is printed as one. */
	readonly write: (message: Message) => boolean;
}

/**
 * On a terminal JSON is indented, binary data is hexadecimal, and harmful characters are escaped. A pipe or a file gets the exact
 * bytes, each reply with a line break at its end; with --raw without it.
 */
export function replyWriter(
	{ raw, asPreview, replies }: Pick<RequestChoices, 'raw' | 'asPreview' | 'replies'>,
	{ preview, message: asked }: Pick<Prepared, 'preview' | 'message'>,
	out: NodeJS.WriteStream,
	complain: (text: string) => void,
): ReplyWriter {
	const preserved = !out.isTTY;
	const endsLines = out.isTTY || !raw || (replies ?? '1') !== '1';
	return {
		write: (message) => {
			const { status } = message;
			const error = errorOf(message, asked.subject);
			const end = endOf(message, asked.subject);
			if (status !== undefined && error === undefined) complain(`status ${status.code} ${status.description}`.trim());
			for (const address of addressesOf(message)) complain(address);
			const mirror = mirrorNote(asked.subject, message);
			if (mirror !== undefined) complain(mirror);
			const view = asPreview && preview !== undefined ? previewView(preview, message) : undefined;
			if (view?.note !== undefined) complain(view.note);
			const told = view?.text;
			const text = preserved ? told : told === undefined ? readable(message, raw) : sanitiseLines(told);
			if (text !== undefined) out.write(withEnd(text));
			else if (message.data.length > 0 || status === undefined) {
				out.write(message.data);
				if (endsLines && message.data.at(-1) !== 10) out.write('\n');
			}
			if (error !== undefined) complain(`${error.message}. ${error.advice}`);
			if (end !== undefined) complain(end);
			return view?.refused === true || error !== undefined || (status !== undefined && status.code >= 400);
		},
	};
}

const withEnd = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);

function readable(message: Message, raw: boolean): string | undefined {
	const content = contentOf(message);
	switch (content.kind) {
		case 'empty':
			return undefined;
		case 'json':
			return raw ? sanitiseLines(content.text) : jsonForTerminal(content.value);
		case 'text':
			return sanitiseLines(content.text);
		// Indented it would be several times as large: nobody reads it in a terminal.
		case 'large json':
		case 'large text':
			return sanitiseLines(new TextDecoder().decode(content.data));
		case 'binary':
			return hexLines(content.data, content.data.length, 16).join('\n');
		default:
			return content satisfies never;
	}
}

function previewView(preview: NonNullable<Prepared['preview']>, message: Message): AsPreview | undefined {
	const value = wholeValueOf(message);
	return isRecord(value) ? asPreviewReply(preview, value) : undefined;
}
