import type { Problem } from '../jetstream/problem.ts';
import type { Fault } from '../jetstream/rules/situation.ts';
import type { ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';
import type { Draft, Path } from './draft.ts';
import type { Round } from './editor-text.ts';

/** A configuration being written by a person: kept until it is sent or dropped, wherever the person goes meanwhile. */
export type Form = StreamForm | ConsumerForm;

export interface StreamForm extends Typing {
	readonly asset: 'stream';
	/** The stream as it was read, for an edit. */
	readonly info?: StreamInfo;
}

export interface ConsumerForm extends Typing {
	readonly asset: 'consumer';
	/** The stream that it reads. */
	readonly stream: string;
	readonly info?: ConsumerInfo;
}

export type FormId = string;

interface Typing {
	readonly id: FormId;
	readonly draft: Draft;
	/** Which of its steps one is at. */
	readonly step: number;
	/** The row under the cursor of each step that was visited. */
	readonly rows: Readonly<Record<string, Path>>;
	/** The purpose that was chosen. */
	readonly purpose?: string;
	/** Which text the review shows. */
	readonly review: ReviewText;
	/** The first line of the review in view; its beginning, where faults stand, when it is come to. */
	readonly scrolled?: number;
	/** A text from the person's editor that means nothing yet, until it does or something else is changed. */
	readonly left?: Round & { readonly fault: string };
	/** The configuration that the form was opened on, where another hand has changed it since: the form is on the new one. */
	readonly overtaken?: Draft;
	/** Somebody wanted to send it: what is missing is shown from then on. */
	readonly checked?: true;
	/** What the server refused it for, until the field that it concerns is touched. */
	readonly refused?: { readonly problem: Problem; readonly fault?: Fault };
}

export const reviewTexts = ['JSON', 'nats CLI', 'Terraform'] as const;
export type ReviewText = (typeof reviewTexts)[number];

export const isEdit = ({ info }: Form): boolean => info !== undefined;

export const newStreamForm = 'new stream';
export const newConsumerForm = (stream: string): FormId => `new consumer\0${stream}`;
export const streamCopyForm = (of: string): FormId => `copy stream\0${of}`;
export const consumerCopyForm = (stream: string, of: string): FormId => `copy consumer\0${stream}\0${of}`;
export const streamEditForm = (stream: string): FormId => `edit stream\0${stream}`;
export const consumerEditForm = (stream: string, consumer: string): FormId => `edit consumer\0${stream}\0${consumer}`;
