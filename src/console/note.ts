import { type PublishedTo, type Storing, storingInWords, streamsNamed } from './storing.ts';

/** A note about a line beside its replies. */
export type Note =
	/** A sentence of whatever read the line, its flags or its payload. */
	| string
	| SentAs
	/** A request of the API without its prefix. */
	| { readonly kind: 'without-prefix'; readonly subject: string }
	| { readonly kind: 'unanswered' }
	| ({ readonly kind: 'taken' } & PublishedTo)
	/** A stream would store each request. */
	| { readonly kind: 'unwatched'; readonly storing: Storing }
	| { readonly kind: 'most-replies'; readonly most: number }
	/** A new consumer delivers to the subject. */
	| { readonly kind: 'delivered-there'; readonly consumer: string }
	| { readonly kind: 'replies-gone' }
	| { readonly kind: 'earlier-gone'; readonly most: number };

/** It is sent in another form than it was typed in. */
interface SentAs {
	readonly kind: 'sent-as';
	readonly typed: 'preview' | 'today' | { readonly nats: string };
	readonly subject: string;
	readonly payload: string;
}

/** Whether it repeats what is sent, which a dialog shows in full. */
export function isShown(note: Note): boolean {
	return typeof note !== 'string' && (note.kind === 'sent-as' || note.kind === 'without-prefix');
}

export function noteInWords(note: Note): string {
	return typeof note === 'string' ? note : words[note.kind](note as never);
}

type Kinds = Exclude<Note, string>;

const words: { readonly [Kind in Kinds['kind']]: (note: Extract<Kinds, { kind: Kind }>) => string } = {
	'sent-as': ({ typed, subject, payload }) => {
		const sent = payload === '' || payload.length > 60 ? subject : `${subject} ${payload}`;
		return `${typeof typed === 'string' ? typedIn[typed] : `nats ${typed.nats} sends `}${sent}`;
	},
	'without-prefix': ({ subject }) => `Sent unchanged. Did you mean $JS.API.${subject}?`,
	unanswered: () => 'This server does not reply to an acknowledgement: the outcome will not be known.',
	taken: storingInWords,
	unwatched: ({ storing }) =>
		storing === 'unknown'
			? 'jetdeck does not watch it: a stream might store each request.'
			: `jetdeck does not watch it: ${streamsNamed(storing)} would store each request.`,
	'most-replies': ({ most }) => `Stopped at ${most} replies; there may be more.`,
	'delivered-there': ({ consumer }) =>
		`Stopped: the new consumer ${consumer} delivers to this subject, and a subscription would take its messages. Send the line again to confirm that.`,
	'replies-gone': () => 'jetdeck dropped these replies to keep newer ones.',
	'earlier-gone': ({ most }) => `jetdeck keeps only the latest ${most} lines.`,
};

const typedIn = {
	preview: 'A request of the technical preview of 2020; sent as ',
	today: 'Translated for a server of the technical preview; sent as ',
} as const;
