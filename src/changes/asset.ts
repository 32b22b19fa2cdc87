/** What a proposal changes. */
export type Asset =
	| { readonly kind: 'stream'; readonly stream: string }
	| { readonly kind: 'consumer'; readonly stream: string; readonly consumer: string };

/** What a step is about: an asset, or the listeners of a subject that somebody typed. */
export type Concern = Asset | { readonly kind: 'subject'; readonly subject: string };

/** `stream LOGS`, `consumer LOGS > billing`. */
export function assetName(asset: Concern): string {
	if (asset.kind === 'subject') return `subject ${asset.subject}`;
	return asset.kind === 'stream' ? `stream ${asset.stream}` : `consumer ${asset.stream} > ${asset.consumer}`;
}

/** Whether changes of the two may conflict: the same asset, or a stream and one of its consumers. */
export function touches(a: Concern, b: Concern): boolean {
	if (a.kind === 'subject' || b.kind === 'subject') return a.kind === b.kind && assetName(a) === assetName(b);
	if (a.stream !== b.stream) return false;
	return a.kind === 'stream' || b.kind === 'stream' || a.consumer === b.consumer;
}
