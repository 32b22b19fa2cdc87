import { isRecord } from '../../jetstream/fields/normal.ts';
import { type AsPreview, asPreviewReply } from '../../jetstream/preview/as-preview-reply.ts';
import { contentOf } from './replies.ts';
import type { ConsoleReply, Exchange } from './state.ts';

/** A reply as the technical preview would have answered; undefined where it is shown as it came. */
export function previewViewOf(exchange: Exchange, { message }: ConsoleReply): AsPreview | undefined {
	return exchange.asPreview === true ? previewAnswer(exchange, message) : undefined;
}

/** What can be shown so: replies to requests in its words, but for messages, which were the same then. */
export function previewAnswer(
	{ preview }: Pick<Exchange, 'preview'>,
	message: ConsoleReply['message'],
): AsPreview | undefined {
	if (preview === undefined || preview.endpoint === 'consumer.next') return undefined;
	const content = contentOf(message);
	if (content.kind !== 'json' || !isRecord(content.value)) return undefined;
	return asPreviewReply(preview.endpoint, preview.subject, content.value);
}
