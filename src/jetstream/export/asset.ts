import type { ConsumerConfig, StreamConfig } from '../wire.ts';

/** A stream to be exported, with consumers that are not the business of a program alone. */
export interface ExportedStream {
	readonly config: StreamConfig;
	/** With their names. */
	readonly consumers: readonly ConsumerConfig[];
}

/** A file of an export. */
export interface ExportedFile {
	readonly name: string;
	readonly text: string;
	/** What the format cannot express, in sentences, which become comments in the file. */
	readonly unsaid: readonly string[];
	/** It is run. */
	readonly isProgram?: true;
}

/** The name of a consumer that has one. */
export const consumerName = ({ name, durable_name }: ConsumerConfig): string => name || durable_name || '';
