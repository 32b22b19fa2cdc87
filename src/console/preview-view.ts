import { isRecord } from '../format/is.ts';
import { type AsPreview, asPreviewReply } from '../jetstream/preview/as-preview-reply.ts';
import { recordOf, wholeValueOf } from '../jetstream/reply-content.ts';
import type { ConsoleReply, Exchange } from './state.ts';

/** A reply as the technical preview would have answered; undefined where it is shown as it came. */
export function previewViewOf(exchange: Exchange, { message }: ConsoleReply): AsPreview | undefined {
	const { preview, asPreview } = exchange;
	if (asPreview !== true || preview === undefined || !hasPreviewView(exchange, message)) return undefined;
	const value = wholeValueOf(message);
	return isRecord(value) ? asPreviewReply(preview, value) : undefined;
}

/** What can be shown so: replies to requests in its words, but for messages, which were the same then. */
export function hasPreviewView({ preview }: Pick<Exchange, 'preview'>, message: ConsoleReply['message']): boolean {
	if (preview === undefined || preview.endpoint === 'consumer.next') return false;
	return recordOf(message) !== undefined;
}
