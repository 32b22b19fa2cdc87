import type { ConsumerInfo, StreamInfo } from './wire.ts';

/** A part of a list, sorted by name. */
export interface Page {
	readonly total: number;
	readonly offset: number;
	readonly limit: number;
}

export interface StreamNamesPage extends Page {
	readonly streams: readonly string[] | null;
}

export interface StreamListPage extends Page {
	readonly streams: readonly StreamInfo[] | null;
	readonly missing?: readonly string[];
	readonly offline?: Readonly<Record<string, string>>;
}

export interface ConsumerNamesPage extends Page {
	readonly consumers: readonly string[] | null;
}

export interface ConsumerListPage extends Page {
	readonly consumers: readonly ConsumerInfo[] | null;
	readonly missing?: readonly string[];
	readonly offline?: Readonly<Record<string, string>>;
}

/** STREAM.INFO with `subjects_filter`: a page of `state.subjects`; all three are 0 when nothing matched. */
export type StreamInfoReply = StreamInfo & Partial<Page>;
