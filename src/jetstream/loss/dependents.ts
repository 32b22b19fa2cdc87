import type { StreamConfig, StreamSource } from '../wire.ts';

/** A stream that copies another one. */
export interface Dependent {
	readonly stream: string;
	/** `mirror`: it is an exact copy. `source`: it takes messages from it, perhaps from others too. */
	readonly as: 'mirror' | 'source';
}

/** Which of the streams mirror or source a stream of the same account. */
export function dependentsOf(stream: string, streams: readonly StreamConfig[]): readonly Dependent[] {
	// One with `external` is another account's or domain's stream of that name.
	const isIt = ({ name, external }: StreamSource): boolean => name === stream && external === undefined;
	return streams.flatMap(({ name, mirror, sources }): readonly Dependent[] => {
		if (name === stream) return [];
		if (mirror !== undefined && isIt(mirror)) return [{ stream: name, as: 'mirror' }];
		return sources?.some(isIt) ? [{ stream: name, as: 'source' }] : [];
	});
}

/** A sentence for a dialog. */
export function dependentSentence({ stream, as }: Dependent): string {
	return as === 'mirror' ? `Stream ${stream} mirrors this stream.` : `Stream ${stream} has this stream as a source.`;
}
