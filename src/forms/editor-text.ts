import type { Asset } from '../changes/asset.ts';
import type { Configuration } from '../changes/proposal.ts';
import { stringifyJson } from '../format/json.ts';
import { sanitise } from '../format/sanitise.ts';
import { readConfiguration } from '../jetstream/config-file.ts';

/** A configuration as text for an editor. Notes above it are comments, removed again before parsing. */
export function editorText(config: Configuration): string {
	return `${stringifyJson(config, 2)}\n`;
}

/** Always two notes, so that line numbers of faults match what the person sees. */
type Notes = readonly [string, string];

export function editorNotes(subject: string): Notes {
	return [
		`${subject}. Save and quit: jetdeck shows the difference, and sends nothing before you confirm.`,
		'Leave the text unchanged or empty to change nothing.',
	];
}

export function faultNotes(message: string): Notes {
	return [message, 'Correct the text; or leave it unchanged to cancel, or empty to change nothing.'];
}

export function withNotes(notes: Notes, text: string): string {
	return `${notes.map((note) => `// ${sanitise(note)}\n`).join('')}${text}`;
}

export function withoutNotes(text: string): string {
	return text.replace(/^(?:[ \t]*\/\/[^\n]*(?:\n|$))+/, '');
}

/** What came of an edited text. */
export type Reread<Value = Configuration> =
	| { readonly ok: true; readonly config: Value; readonly notes: readonly string[] }
	| { readonly ok: false; readonly message: string };

/**
 * Parses an edited text (without its notes) as the configuration of one stream or consumer. `asset` is the existing one being
 * edited: its name cannot change.
 */
export function readEditorText(text: string, kind: Asset['kind'], asset: Asset | undefined): Reread {
	const notes: Notes = ['', ''];
	const read = readConfiguration(`${'\n'.repeat(notes.length)}${text}`, kind);
	if (!read.ok) return read;
	if (read.kind !== kind)
		return { ok: false, message: `The text is the configuration of a ${read.kind}, not of a ${kind}.` };
	const config: Configuration = { ...read.config };
	const renamed = asset === undefined ? undefined : otherName(asset, config);
	if (renamed !== undefined) return { ok: false, message: renamed };
	return { ok: true, config, notes: read.notes };
}

function otherName(asset: Asset, config: Configuration): string | undefined {
	const wanted = asset.kind === 'stream' ? asset.stream : asset.consumer;
	const names = ['name', ...(asset.kind === 'consumer' ? ['durable_name'] : [])];
	const other = names.find((key) => config[key] !== undefined && config[key] !== wanted);
	return other && `${other} must stay ${wanted}: a ${asset.kind} cannot be renamed. Create a copy under another name.`;
}

/** The text given to the editor, without its notes, and the fault that reopened it. */
export interface Round {
	readonly given: string;
	readonly fault?: string;
}

export type AfterRound<Value = Configuration> =
	| { readonly kind: 'unchanged' }
	/** The text is not valid and was saved unchanged. */
	| { readonly kind: 'given up'; readonly text: string; readonly fault: string }
	| { readonly kind: 'again'; readonly round: Round & { readonly fault: string } }
	| { readonly kind: 'changed'; readonly config: Value; readonly notes: readonly string[] };

/** Handles the text that an editor saved. `first`: the text it started with. A fault discards nothing that was typed. */
export function afterRound<Value>(
	first: Round,
	{ given, fault }: Round,
	left: string,
	read: (text: string) => Reread<Value>,
): AfterRound<Value> {
	const text = withoutNotes(left);
	if (text.trim() === '' || (first.fault === undefined && text === first.given)) return { kind: 'unchanged' };
	const found = read(text);
	if (found.ok) return { kind: 'changed', config: found.config, notes: found.notes };
	if (fault !== undefined && text === given) return { kind: 'given up', text, fault: found.message };
	return { kind: 'again', round: { given: text, fault: found.message } };
}
