import type { Asset } from '../changes/asset.ts';
import { lookAt } from '../changes/expectation.ts';
import type { PreviewAsked, PreviewRefusal } from '../jetstream/preview/preview-asked.ts';
import { hasFilter, refusalByExisting, refusalByStream } from '../jetstream/preview/refusals.ts';
import type { Api } from '../jetstream/request.ts';
import type { Prepared } from './prepare.ts';

type Value = Readonly<Record<string, unknown>>;

/** The stream or consumer of a name, from INFO; undefined if there is none. */
type Look = (asset: Asset) => Promise<Value | undefined>;

/**
 * A request of the technical preview, with whether the preview would have refused it because of existing assets, which the server no
 * longer shows afterwards.
 */
export async function withPreviewRefusal(
	prepared: Prepared,
	api: Api,
	signal: AbortSignal,
): Promise<PreviewAsked | undefined> {
	const { preview, body = {}, verdict } = prepared;
	if (preview === undefined || preview.refused !== undefined) return preview;
	const refused = await findPreviewRefusal(preview.endpoint, verdict.match?.params ?? {}, body, async (asset) => {
		const found = await lookAt(api, asset, signal);
		return found.kind === 'there' ? (found.info as Value) : undefined;
	});
	return refused === undefined ? preview : { ...preview, refused };
}

/** Asks only for what the preview checked: the subjects of the stream for a filter, and the name. */
export async function findPreviewRefusal(
	endpoint: string,
	{ stream = '', consumer }: Readonly<Record<string, string>>,
	body: Value,
	look: Look,
): Promise<PreviewRefusal | undefined> {
	switch (endpoint) {
		case 'stream.create':
		case 'stream.update': {
			const there = await look({ kind: 'stream', stream });
			return there && refusalByExisting(endpoint, body, there);
		}
		case 'consumer.create.durable':
		case 'consumer.create.ephemeral': {
			const from = hasFilter(body) ? await look({ kind: 'stream', stream }) : undefined;
			const filtered = from && refusalByStream(body, from.config as Value);
			if (filtered !== undefined || consumer === undefined) return filtered;
			const there = await look({ kind: 'consumer', stream, consumer });
			return there && refusalByExisting(endpoint, body, there);
		}
		default:
			return undefined;
	}
}
