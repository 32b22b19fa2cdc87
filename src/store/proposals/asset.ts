/** What a proposal changes. */
export type Asset =
	| { readonly kind: 'stream'; readonly stream: string }
	| { readonly kind: 'consumer'; readonly stream: string; readonly consumer: string };

/** `stream LOGS`, `consumer LOGS > billing`. */
export function assetName(asset: Asset): string {
	return asset.kind === 'stream' ? `stream ${asset.stream}` : `consumer ${asset.stream} > ${asset.consumer}`;
}

/** Whether changes of the two may get into each other's way: the same one, or a stream and one of its consumers. */
export function touches(a: Asset, b: Asset): boolean {
	if (a.stream !== b.stream) return false;
	return a.kind === 'stream' || b.kind === 'stream' || a.consumer === b.consumer;
}
