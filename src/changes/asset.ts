/** What a proposal changes. */
export type Asset =
	| { readonly kind: 'stream'; readonly stream: string }
	| { readonly kind: 'consumer'; readonly stream: string; readonly consumer: string };

/** A key of a bucket, and the stream that stores it. */
export interface KeyConcern {
	readonly kind: 'key';
	readonly stream: string;
	readonly bucket: string;
	readonly key: string;
}

/** What a step is about: an asset, a key, or the listeners of a subject that somebody typed. */
export type Concern = Asset | KeyConcern | { readonly kind: 'subject'; readonly subject: string };

/** `stream LOGS`, `consumer LOGS > billing`, `key CONFIG > timeout`. */
export function assetName(asset: Concern): string {
	switch (asset.kind) {
		case 'stream':
			return `stream ${asset.stream}`;
		case 'consumer':
			return `consumer ${asset.stream} > ${asset.consumer}`;
		case 'key':
			return `key ${asset.bucket} > ${asset.key}`;
		case 'subject':
			return `subject ${asset.subject}`;
		default:
			return asset satisfies never;
	}
}

/** What the server has configured of it: of a key its stream; undefined for a subject. */
export function assetOf(concern: Concern): Asset | undefined {
	if (concern.kind === 'subject') return undefined;
	return concern.kind === 'key' ? { kind: 'stream', stream: concern.stream } : concern;
}

/** Whether changes of the two may conflict: the same asset or key, or a stream and one of its consumers or keys. */
export function touches(a: Concern, b: Concern): boolean {
	if (a.kind === 'subject' || b.kind === 'subject') return a.kind === b.kind && assetName(a) === assetName(b);
	if (a.stream !== b.stream) return false;
	return a.kind === 'stream' || b.kind === 'stream' || assetName(a) === assetName(b);
}
