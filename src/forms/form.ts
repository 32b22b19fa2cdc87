import type { BucketKind } from '../jetstream/buckets/bucket.ts';
import type { Problem } from '../jetstream/problem.ts';
import type { Fault } from '../jetstream/rules/situation.ts';
import type { ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';
import type { Draft, Path } from './draft.ts';
import type { Round } from './editor-text.ts';

/** A configuration being written. It is kept until it is sent or dropped, wherever the person goes meanwhile. */
export type Form = StreamForm | ConsumerForm;

export interface StreamForm extends Typing {
	readonly asset: 'stream';
	/** The stream as it was read; only for an edit. */
	readonly info?: StreamInfo;
	/** It is written as a bucket of this kind, in the words of buckets. A draft of a new one has the names of buckets. */
	readonly bucket?: BucketKind;
}

export interface ConsumerForm extends Typing {
	readonly asset: 'consumer';
	/** The stream of the consumer. */
	readonly stream: string;
	readonly info?: ConsumerInfo;
}

export type FormId = string;

interface Typing {
	readonly id: FormId;
	readonly draft: Draft;
	/** The number of the current step. */
	readonly step: number;
	/** The row under the cursor of each step that was visited. */
	readonly rows: Readonly<Record<string, Path>>;
	readonly purpose?: string;
	readonly review: ReviewText;
	/** The first line of the review in view; at first its beginning, where the faults are. */
	readonly scrolled?: number;
	/** A text from the person's editor that is not valid, until it is mended or another change is made. */
	readonly left?: Round & { readonly fault: string };
	/** The configuration that the form was opened on, if somebody else has changed it since: the form now edits the new one. */
	readonly overtaken?: Draft;
	/** The person tried to send it: from then on missing fields are shown. */
	readonly checked?: true;
	/** Why the server refused it, until the field concerned is changed. */
	readonly refused?: { readonly problem: Problem; readonly fault?: Fault };
}

export const reviewTexts = ['JSON', 'nats CLI', 'Terraform'] as const;
export type ReviewText = (typeof reviewTexts)[number];

/** The kind of bucket that a form is about; undefined for other streams and for consumers. */
export const bucketKindOf = (form: Form): BucketKind | undefined => (form.asset === 'stream' ? form.bucket : undefined);

export const isEdit = ({ info }: Form): boolean => info !== undefined;

export const newStreamForm = 'new stream';
export const newBucketForm = 'new bucket';
export const newConsumerForm = (stream: string): FormId => `new consumer\0${stream}`;
export const streamCopyForm = (of: string): FormId => `copy stream\0${of}`;
export const bucketCopyForm = (of: string): FormId => `copy bucket\0${of}`;
export const consumerCopyForm = (stream: string, of: string): FormId => `copy consumer\0${stream}\0${of}`;
export const streamEditForm = (stream: string): FormId => `edit stream\0${stream}`;
export const bucketEditForm = (stream: string): FormId => `edit bucket\0${stream}`;
export const consumerEditForm = (stream: string, consumer: string): FormId => `edit consumer\0${stream}\0${consumer}`;
