import { isRecord } from '../format/is.ts';
import { type AsPreview, asPreviewReply } from '../jetstream/preview/as-preview-reply.ts';
import { recordOf, wholeValueOf } from '../jetstream/reply-content.ts';
import type { ConsoleReply, Exchange } from './state.ts';

/** A reply in the form of the technical preview; undefined if it is shown as it came. */
export function previewViewOf(exchange: Exchange, { message }: ConsoleReply): AsPreview | undefined {
	const { preview, asPreview } = exchange;
	if (asPreview !== true || preview === undefined || !hasPreviewView(exchange, message)) return undefined;
	const value = wholeValueOf(message);
	return isRecord(value) ? asPreviewReply(preview, value) : undefined;
}

/** Whether a reply has such a form: replies to its requests, except messages, which have not changed. */
export function hasPreviewView({ preview }: Pick<Exchange, 'preview'>, message: ConsoleReply['message']): boolean {
	if (preview === undefined || preview.endpoint === 'consumer.next') return false;
	return recordOf(message) !== undefined;
}
