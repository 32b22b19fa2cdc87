import { Dialog } from './dialog.ts';
import type { Program } from './pty.ts';

/** What a person does at the console, which must be in view with its line. */
export interface ConsoleStory {
	/** Types a line, or pastes it, and sends it. */
	send(line: string): Promise<void>;
	/** Says yes to the dialog that is open, or types the name that it wants. */
	agree(name?: string): Promise<void>;
	/** Waits until the last exchange shows an answer, and gives its lines; `wanted` is a part of it. */
	answer(wanted: RegExp): Promise<readonly string[]>;
	/** The last answer as the preview would have given it, and back to the line. */
	asPreview(): Promise<readonly string[]>;
}

/** Rows of the transcript, without the panel beside it. */
const rowsOf = (screen: readonly string[]): readonly string[] => screen.map((row) => row.replace(/│.*$/, '').trimEnd());

export function consoleStory(program: Program): ConsoleStory {
	let sent = '';
	/** The last exchange as far as it is on the screen: the line, what is said of it, the answer. */
	const exchange = (screen: readonly string[]): readonly string[] => {
		const rows = rowsOf(screen);
		// Where toasts stand over the line that is typed, they are the end.
		const input = Math.max(
			rows.lastIndexOf('›'),
			rows.findIndex((row) => row.startsWith('┃ ')),
		);
		const head = rows.findLastIndex((row, index) => index < input && /^[›▸] \S/.test(row));
		return input === -1 || rows[head]?.slice(2) !== sent ? [] : rows.slice(head, input);
	};
	const answerIn = (screen: readonly string[]): readonly string[] =>
		exchange(screen)
			.filter((row) => row.startsWith('    '))
			.map((row) => row.slice(4));
	return {
		send: async (line) => {
			program.type(line);
			sent = line;
			await program.waitFor((screen) => rowsOf(screen).some((row) => row === `› ${line}`));
			program.press('enter');
		},
		agree: async (name) => {
			const dialog = new Dialog(program);
			await (name === undefined ? dialog : dialog.type(name)).agree();
		},
		answer: async (wanted) => {
			const screen = await program.waitFor((rows) => exchange(rows).some((row) => wanted.test(row)));
			return answerIn(screen);
		},
		asPreview: async () => {
			program.press('esc');
			await program.waitFor(/as the preview/);
			program.press('p');
			const screen = await program.waitFor((rows) =>
				exchange(rows).some((row) => /technical preview of 2020 \(p/.test(row)),
			);
			program.press('i');
			await program.waitFor(/↵ send/);
			return answerIn(screen);
		},
	};
}
