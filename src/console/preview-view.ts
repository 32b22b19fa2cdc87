import { isRecord } from '../jetstream/fields/normal.ts';
import { type AsPreview, asPreviewReply } from '../jetstream/preview/as-preview-reply.ts';
import { contentOf } from '../jetstream/reply-content.ts';
import type { ConsoleReply, Exchange } from './state.ts';

/** A reply as the technical preview would have answered; undefined where it is shown as it came. */
export function previewViewOf(exchange: Exchange, { message }: ConsoleReply): AsPreview | undefined {
	const { preview, asPreview } = exchange;
	const content = contentOf(message);
	if (asPreview !== true || preview === undefined || content.kind !== 'json') return undefined;
	if (!hasPreviewView(exchange, message)) return undefined;
	return asPreviewReply(preview, content.value as Readonly<Record<string, unknown>>);
}

/** What can be shown so: replies to requests in its words, but for messages, which were the same then. */
export function hasPreviewView({ preview }: Pick<Exchange, 'preview'>, message: ConsoleReply['message']): boolean {
	if (preview === undefined || preview.endpoint === 'consumer.next') return false;
	const content = contentOf(message);
	return content.kind === 'json' && isRecord(content.value);
}
