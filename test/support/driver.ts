import { Dialog } from './dialog.ts';
import { type List, listOn } from './list.ts';
import { keyOf, type Terminal } from './terminal.ts';

/** What a person does with the deck, told as a story. Keys come from the commands table. */
export interface Driver {
	/** Presses the key of a command. */
	run(id: string): void;
	/** Opens the filter line, types and keeps it, in one burst. */
	filter(text: string): void;
	/** Types a command into the palette and runs it. */
	palette(line: string): Promise<void>;
	/** The dialog, prompt or choice that is open, or is about to open. */
	dialog(): Dialog;
	/** The rows of the list in view. */
	list(): List;
	/** Goes on to a step of the form in view. */
	toStep(title: string): Promise<void>;
	/** Goes to a row of the form in view, by its label. */
	toField(label: string, direction?: 'form.down' | 'form.up'): Promise<void>;
}

export function driver(terminal: Terminal): Driver {
	const run = (id: string): void => terminal.press(keyOf(id));
	return {
		run,
		filter: (text) => terminal.press(keyOf('list.filter'), ...text, keyOf('filter.keep')),
		palette: async (line) => {
			run('deck.palette');
			terminal.type(line);
			await terminal.waitFor(new RegExp(`:${line}`));
			run('palette.run');
		},
		dialog: () => new Dialog(terminal),
		list: () => listOn(terminal),
		toStep: async (title) => {
			for (let steps = 0; !terminal.screen()[1]?.includes(`› ${title} ·`); steps += 1) {
				if (steps > 8) throw new Error(`there is no step ${title}:\n${terminal.screen().join('\n')}`);
				const before = terminal.screen()[1];
				run('form.next-step');
				await terminal.waitFor((lines) => lines[1] !== before);
			}
		},
		toField: async (label, direction = 'form.down') => {
			for (let moves = 0; fieldIn(terminal.screen()) !== label; moves += 1) {
				if (moves > 60) throw new Error(`there is no row ${label}:\n${terminal.screen().join('\n')}`);
				const before = fieldIn(terminal.screen());
				run(direction);
				await terminal.waitFor((lines) => fieldIn(lines) !== before);
			}
		},
	};
}

/** The label of the row under the cursor, behind the steps where there is room for them. */
const fieldIn = (lines: readonly string[]): string | undefined =>
	lines.flatMap((line) => /▸\*? *([^\d ]\S*(?: \S+)*)/.exec(line)?.[1] ?? []).at(0);
