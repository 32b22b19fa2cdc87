import type { Verb } from '../changes/proposal.ts';
import type { NatsRequest } from '../jetstream/nats-cli/read/read-command.ts';
import type { Note } from './note.ts';
import type { Word } from './words.ts';

/** The payload of a request. `at`: where it is in the line, from 0. */
export type LinePayload =
	| { readonly from: 'text'; readonly text: string; readonly at: number }
	| { readonly from: 'file'; readonly path: string; readonly at: number }
	/** `-`: standard input, for a program without a screen. */
	| { readonly from: 'input'; readonly at: number };

/** A file that a line names. */
export interface LineFile {
	readonly path: string;
	/** Where it is in the line, from 0. */
	readonly at: number;
}

/** The request in a line of the console. */
export interface Line {
	readonly verb: Verb;
	readonly subject: string;
	/** Where the subject is in the line, from 0. */
	readonly subjectAt: number;
	/** Absent: an empty payload. */
	readonly payload?: LinePayload;
	readonly headers: readonly (readonly [name: string, value: string])[];
	readonly timeoutMs?: number;
	/** Replies to wait for; default 1. */
	readonly replies?: number | 'all';
	/** Send the payload unchecked, and show the raw reply. */
	readonly raw: boolean;
	/** A line of the nats CLI, which expands {{}}: in headers always. */
	readonly fills?: 'all' | 'headers';
	/** Send {{}} unchanged. */
	readonly literal?: true;
	/** The interval of watch, milliseconds. */
	readonly watchMs?: number;
	/** A command of the nats CLI: its body may still depend on the server, see nats-request.ts. */
	readonly nats?: { readonly request: NatsRequest; readonly fileAt?: number };
	/** The file for the reply. */
	readonly saveTo?: LineFile;
	/** The server that a line of the nats CLI names, see reach.ts. */
	readonly reach?: readonly Word[];
	/** How jetdeck interpreted the line. */
	readonly notes: readonly Note[];
}

/** Why a line is not a request. */
export interface LineFault {
	readonly kind: 'fault';
	/** Sentences, without the place. */
	readonly message: string;
	/** From 1. */
	readonly column: number;
	/** The line is unfinished: a quote or a bracket is open. */
	readonly unfinished: boolean;
}

export type ParsedLine =
	| { readonly kind: 'empty' }
	| { readonly kind: 'line'; readonly line: Line }
	/** `cat FILE`: nothing is sent. */
	| { readonly kind: 'file'; readonly file: LineFile }
	| LineFault;

/** An error at a place of the line, from 0. */
export interface Complaint {
	readonly at: number;
	readonly message: string;
}
