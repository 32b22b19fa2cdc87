import type { Integer } from '../format/integer.ts';
import { parseJson, stringifyJson } from '../format/json.ts';
import { isSecretSubject, leftOut, valueWithoutSecrets, withoutSecrets, withoutShapes } from '../format/secret.ts';
import type { Timestamp } from '../jetstream/wire.ts';
import type { Concern } from './asset.ts';
import type { Configuration } from './proposal.ts';
import type { StepResult } from './run.ts';

/**
 * One request that changed something, or was meant to. In the memory of this deck it is whole, for the way back; what looks secret in
 * it is left out of the file.
 */
export interface JournalEntry {
	/** Of the run and the step: `mx35frps-3w5e11264sgsf-0`. */
	readonly id: string;
	readonly time: Timestamp;
	/** Context or URL, without user information. */
	readonly target: string;
	readonly title: string;
	readonly effect: 'change' | 'destroy';
	readonly asset: Concern;
	readonly endpoint: string;
	readonly subject: string;
	/** Absent for an empty body. */
	readonly payload?: object;
	/** What was sent where it is no JSON, as acknowledgements are. */
	readonly text?: string;
	/** Characters that were sent, where `text` is only how it begins. */
	readonly textLength?: number;
	/** When the stream or consumer was created: another one may have its name by now. */
	readonly created?: Timestamp;
	/** The configuration as it was. */
	readonly before?: Configuration;
	/** Configurations of the consumers that went with a stream. */
	readonly consumers?: readonly Configuration[];
	/** Ack floor of a consumer that went, as a stream sequence. */
	readonly position?: Integer;
	/** The entry that this one takes back. */
	readonly undoes?: string;
	readonly outcome: JournalOutcome;
}

export type JournalOutcome =
	/** Sent; nothing is known yet. What a crash leaves. */
	| { readonly kind: 'sent' }
	/** `unanswered`: no reply was requested, so that nothing more is known. */
	| { readonly kind: 'done'; readonly reply: unknown; readonly ms: number; readonly unanswered?: true }
	| { readonly kind: 'refused'; readonly message: string; readonly code?: number; readonly errCode?: number }
	| { readonly kind: 'unknown'; readonly message: string }
	| { readonly kind: 'found'; readonly applied: boolean };

/** Takes each line of the journal file as it comes: whole, and kept before the request leaves. */
export interface JournalFile {
	/** Why it could not be kept, as a sentence. */
	readonly append: (line: string) => string | undefined;
	/** Why no line can be kept, as a sentence, before there is one. */
	readonly problem: () => string | undefined;
	/** Where it is, for the person; absent where there is no place for it. */
	readonly path?: string;
}

/** What the person is told of the journal file. */
export interface JournalPlace {
	readonly path?: string;
	/** Why nothing that is sent can be kept in it, as a sentence. */
	readonly problem?: string;
}

/** Looks whether the journal file takes lines. */
export function journalPlace({ path, problem }: JournalFile, why = problem()): JournalPlace {
	return { ...(path !== undefined && { path }), ...(why !== undefined && { problem: why }) };
}

/** What the dialog says of a change that cannot be kept. */
export function unkeptInWords({ problem }: JournalPlace): string | undefined {
	return problem === undefined ? undefined : `The journal cannot keep what is sent. ${problem}`;
}

/** The line of the file for a request that is about to be sent, whole. */
export function journalSent({ outcome: _, ...entry }: JournalEntry): string {
	const { payload, text, before, consumers, ...about } = entry;
	const what = valueWithoutSecrets({
		...(payload !== undefined && { payload }),
		...(before !== undefined && { before }),
		...(consumers !== undefined && { consumers }),
	}) as object;
	// Names and titles are what an entry is found by: only what is secret by its own look goes.
	return stringifyJson({
		event: 'sent',
		...(withoutShapesIn(about) as object),
		...(text !== undefined && { text: keptText(text, entry.subject) }),
		...what,
	});
}

/** Of a payload that is sent as it is; configurations are shorter. */
export const mostKept = 64 * 1024;
/** A secret may begin before the end of what is kept. */
export const mostHeld = mostKept + 4 * 1024;

/** A payload that was typed, as it may be kept. */
function keptText(text: string, subject: string): string {
	if (isSecretSubject(subject)) return leftOut;
	const parsed = text.length <= mostKept ? parseJson(text) : undefined;
	if (!parsed?.ok) return withoutSecrets(text.slice(0, mostHeld)).slice(0, mostKept);
	const kept = stringifyJson(valueWithoutSecrets(parsed.value));
	return kept === stringifyJson(parsed.value) ? text : kept;
}

function withoutShapesIn(value: unknown): unknown {
	if (typeof value === 'string') return withoutShapes(value);
	if (Array.isArray(value)) return value.map(withoutShapesIn);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutShapesIn(entry)]));
}

/** The line for what became of it, by its id. */
export function journalAnswer(id: string, outcome: JournalOutcome): string {
	return stringifyJson({ event: 'answer', id, time: new Date().toISOString(), outcome: valueWithoutSecrets(outcome) });
}

/** What the journal says of a step that was sent. */
export function outcomeOf(result: StepResult): JournalOutcome {
	switch (result.kind) {
		case 'done':
			// Messages are not for the journal.
			return { kind: 'done', reply: result.reply, ms: result.ms, ...(result.unanswered && { unanswered: true }) };
		case 'found':
			return { kind: 'found', applied: result.applied };
		case 'refused':
		case 'not-sent': {
			const { message, code, errCode } = result.problem;
			return {
				kind: 'refused',
				message,
				...(code !== undefined && { code }),
				...(errCode !== undefined && { errCode }),
			};
		}
		case 'unknown':
			return { kind: 'unknown', message: result.problem.message };
		case 'changed':
		case 'stopped':
			return { kind: 'refused', message: 'It was not sent.' };
		default:
			return result satisfies never;
	}
}

/** More are in the journal file alone. */
export const mostEntries = 500;

/** The entries of this run of the program, the oldest first, with one more or a newer outcome. */
export function withEntry(entries: readonly JournalEntry[], entry: JournalEntry): readonly JournalEntry[] {
	const at = entries.findIndex(({ id }) => id === entry.id);
	return at < 0 ? [...entries, entry].slice(-mostEntries) : entries.with(at, entry);
}
