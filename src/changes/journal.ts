import type { Integer } from '../format/integer.ts';
import { parseJson, stringifyJson } from '../format/json.ts';
import { isSecretSubject, leftOut, valueWithoutSecrets, withoutSecrets, withoutShapes } from '../format/secret.ts';
import type { KvEntry } from '../jetstream/kv/entry.ts';
import type { Timestamp } from '../jetstream/wire.ts';
import type { Concern } from './asset.ts';
import type { Configuration } from './proposal.ts';
import type { Partly, StepResult } from './run.ts';

/**
 * One request that changed something, or should have. The deck's memory has the whole entry, for undo; the file has it without
 * secrets.
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
	/** A payload that is not JSON, such as an acknowledgement. */
	readonly text?: string;
	/** The number of characters sent, if `text` is only their start. */
	readonly textLength?: number;
	/** When the stream or consumer was created: another one may have its name by now. */
	readonly created?: Timestamp;
	readonly before?: Configuration;
	/** The revision of a key that was replaced or deleted, for undo: in memory alone, since its value may be secret. */
	readonly earlier?: KvEntry;
	/** Configurations of the consumers that were deleted with a stream. */
	readonly consumers?: readonly Configuration[];
	/** Ack floor of a deleted consumer, as a stream sequence. */
	readonly position?: Integer;
	/** The entry that this one undoes. */
	readonly undoes?: string;
	readonly outcome: JournalOutcome;
}

export type JournalOutcome =
	/** Sent, outcome unknown, as after a crash. */
	| { readonly kind: 'sent' }
	/** `unanswered`: no reply was requested, so the outcome stays unknown. */
	| { readonly kind: 'done'; readonly reply: unknown; readonly ms: number; readonly unanswered?: true }
	| { readonly kind: 'refused'; readonly message: string; readonly code?: number; readonly errCode?: number }
	| ({ readonly kind: 'failed'; readonly message: string } & Partly)
	| ({ readonly kind: 'unknown'; readonly message: string } & Partly)
	| { readonly kind: 'found'; readonly applied: boolean };

/** Writes each line of the journal file at once, before the request is sent. */
export interface JournalFile {
	/** Why the line could not be stored, as a sentence. */
	readonly append: (line: string) => string | undefined;
	/** Why no line can be stored, as a sentence, before there is one. */
	readonly problem: () => string | undefined;
	/** Its lines, with those that were put aside. */
	readonly read?: () => Promise<string>;
	/** Its path to show; absent if there is no place for it. */
	readonly path?: string;
}

/** What jetdeck shows about the journal file. */
export interface JournalPlace {
	readonly path?: string;
	/** Why it cannot store anything, as a sentence. */
	readonly problem?: string;
}

/** Checks whether the journal file is writable. */
export function journalPlace({ path, problem }: JournalFile, why = problem()): JournalPlace {
	return { ...(path !== undefined && { path }), ...(why !== undefined && { problem: why }) };
}

/** What the dialog shows if the journal cannot store a change. */
export function notWritableInWords({ problem }: JournalPlace): string | undefined {
	return problem === undefined ? undefined : `jetdeck cannot write the journal. ${problem}`;
}

/** The line of the file before a request is sent. */
export function journalSent({ outcome: __, ...entry }: JournalEntry): string {
	const { payload, text, before, consumers, earlier: _, ...about } = entry;
	const what = valueWithoutSecrets({
		...(payload !== undefined && { payload }),
		...(before !== undefined && { before }),
		...(consumers !== undefined && { consumers }),
	}) as object;
	// Names and titles identify an entry: only texts that look secret themselves are removed.
	return stringifyJson({
		event: 'sent',
		...(withoutShapesIn(about) as object),
		...(text !== undefined && { text: keptText(text, entry.subject) }),
		...what,
	});
}

/** Of a raw payload; configurations are shorter. */
export const mostKept = 64 * 1024;
/** A secret may begin before the cut. */
export const mostHeld = mostKept + 4 * 1024;

/** A typed payload, as the journal may store it. */
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

/** The line with the outcome, by its id. */
export function journalAnswer(id: string, outcome: JournalOutcome): string {
	return stringifyJson({ event: 'answer', id, time: new Date().toISOString(), outcome: valueWithoutSecrets(outcome) });
}

/** What the journal stores about a sent step. */
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
		case 'failed':
			return { kind: 'failed', message: result.problem.message, ...partOf(result) };
		case 'unknown':
			return { kind: 'unknown', message: result.problem.message, ...partOf(result) };
		case 'stopped':
			return result.left === undefined
				? { kind: 'refused', message: 'Nothing was sent.' }
				: { kind: 'failed', message: result.left, ...partOf(result) };
		case 'changed':
			return { kind: 'refused', message: 'Nothing was sent.' };
		default:
			return result satisfies never;
	}
}

const partOf = ({ partly }: Partly): Partly => (partly === undefined ? {} : { partly });

/** The journal file has more. */
export const mostEntries = 500;

/** The entries of this run of the program, the oldest first, with one more or a newer outcome. */
export function withEntry(entries: readonly JournalEntry[], entry: JournalEntry): readonly JournalEntry[] {
	const at = entries.findIndex(({ id }) => id === entry.id);
	return at < 0 ? [...entries, entry].slice(-mostEntries) : entries.with(at, entry);
}
