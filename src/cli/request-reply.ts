import { stringifyJson } from '../format/json.ts';
import { sanitise } from '../format/sanitise.ts';
import { isRecord } from '../jetstream/fields/normal.ts';
import { asPreviewReply } from '../jetstream/preview/as-preview-reply.ts';
import type { Prepared } from '../store/console/prepare.ts';
import { contentOf, errorOf } from '../store/console/replies.ts';
import type { ConsoleReply } from '../store/console/state.ts';
import type { RequestChoices } from './request-line.ts';

type Message = ConsoleReply['message'];

/** How replies are written. */
export interface ReplyWriter {
	/** Writes one, and what it means where it is an error; answers whether it is one. */
	readonly write: (message: Message) => boolean;
}

/**
 * To a terminal JSON is indented and nothing is written that could do harm there. Into a pipe or a file goes what came, byte by
 * byte, each reply with a line end behind it.
 */
export function replyWriter(
	{ raw, asPreview }: Pick<RequestChoices, 'raw' | 'asPreview'>,
	{ preview }: Pick<Prepared, 'preview'>,
	out: NodeJS.WriteStream,
	complain: (text: string) => void,
): ReplyWriter {
	const preserved = raw || !out.isTTY;
	return {
		write: (message) => {
			const { status } = message;
			if (status !== undefined) complain(`status ${status.code} ${status.description}`.trim());
			const shown = asPreview && preview !== undefined ? previewText(preview, message) : undefined;
			const text = shown ?? (preserved ? undefined : readable(message));
			if (text !== undefined) out.write(withEnd(text));
			else if (message.data.length > 0 || status === undefined) {
				out.write(message.data);
				if (message.data.at(-1) !== 10) out.write('\n');
			}
			const error = errorOf(message);
			if (error !== undefined) complain(`${error.message}. ${error.advice}`);
			return error !== undefined || (status !== undefined && status.code >= 400);
		},
	};
}

const withEnd = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);

function readable(message: Message): string | undefined {
	const content = contentOf(message);
	if (content.kind === 'json') return sanitiseLines(stringifyJson(content.value, 2));
	return content.kind === 'text' ? sanitiseLines(content.text) : undefined;
}

const sanitiseLines = (text: string): string => text.split('\n').map(sanitise).join('\n');

function previewText({ endpoint, subject }: NonNullable<Prepared['preview']>, message: Message): string | undefined {
	const content = contentOf(message);
	return content.kind === 'json' && isRecord(content.value)
		? asPreviewReply(endpoint, subject, content.value).text
		: undefined;
}
