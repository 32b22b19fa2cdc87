import type { PreviewAsked } from '../../jetstream/preview/preview-asked.ts';
import { refusedAsThere } from '../../jetstream/preview/refused-then.ts';
import type { Api } from '../../jetstream/request.ts';
import type { Asset } from '../proposals/asset.ts';
import { lookAt } from '../proposals/expectation.ts';
import type { Prepared } from './prepare.ts';

/** Requests of which the preview refused some by what was there. */
const asked = new Set(['stream.create', 'stream.update', 'consumer.create.durable']);

/**
 * What was asked in the words of the technical preview, with whether it would have refused it for what is there: afterwards
 * the server does not tell that any more.
 */
export async function lookedAt(prepared: Prepared, api: Api, signal: AbortSignal): Promise<PreviewAsked | undefined> {
	const { preview, body = {}, verdict } = prepared;
	const { stream, consumer } = verdict.match?.params ?? {};
	if (preview === undefined || preview.refused !== undefined || stream === undefined) return preview;
	if (!asked.has(preview.endpoint)) return preview;
	const asset: Asset = consumer === undefined ? { kind: 'stream', stream } : { kind: 'consumer', stream, consumer };
	const found = await lookAt(api, asset, signal);
	const refused =
		found.kind === 'there'
			? refusedAsThere(preview.endpoint, body, found.info as Readonly<Record<string, unknown>>)
			: undefined;
	return refused === undefined ? preview : { ...preview, refused };
}
