import {
	type AfterRound,
	afterRound,
	editorNotes,
	faultNotes,
	type Reread,
	type Round,
	withNotes,
} from '../forms/editor-text.ts';
import type { CommandContext } from './command.ts';

/** What is written, and how it is read. */
interface Writing<Value> {
	/** Of the file, for the editor's title and colours. */
	readonly file: string;
	/** What the text is of, for the notes above it: `Stream LOGS`. */
	readonly subject: string;
	readonly begun: Round;
	readonly read: (text: string) => Reread<Value>;
}

type Written<Value> =
	| Exclude<AfterRound<Value>, { kind: 'again' }>
	/** `message`: a sentence. */
	| { readonly kind: 'no editor'; readonly message: string };

/** Has a text written in the person's own editor, again and again until it can be read or the person gives up. */
export async function editRounds<Value>(
	{ host }: Pick<CommandContext, 'host'>,
	{ file, subject, begun, read }: Writing<Value>,
): Promise<Written<Value>> {
	let round = begun;
	for (;;) {
		const notes = round.fault === undefined ? editorNotes(subject) : faultNotes(round.fault);
		const left = await host.edit(file, withNotes(notes, round.given));
		if (!left.ok) return { kind: 'no editor', message: left.message };
		const after = afterRound(begun, round, left.text, read);
		if (after.kind !== 'again') return after;
		round = after.round;
	}
}
