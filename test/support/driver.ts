import { commands } from '../../src/commands/all.ts';
import type { Program } from './pty.ts';

/** What a person does with the deck, told as a story. Keys come from the commands table. */
export interface Driver {
	/** Presses the key of a command. */
	run(id: string): void;
	/** Opens the filter line, types and keeps it, in one burst. */
	filter(text: string): void;
	/** Types a command into the palette and runs it. */
	palette(line: string): Promise<void>;
	/** Goes down until a row of that name is the selected one. */
	select(name: string): Promise<void>;
	/** Name of the row that the cursor is on. */
	selected(): string | undefined;
	/** Waits until a row of that name is there; answers its line. */
	row(name: string): Promise<string>;
	/** Answers the dialog that is open with yes, and waits until it is gone and this is said. */
	agree(done: RegExp): Promise<void>;
	/** The same by typing the name that the dialog asks for. */
	agreeByName(name: string, done: RegExp): Promise<void>;
	/** Goes on to a step of the form in view. */
	toStep(title: string): Promise<void>;
}

export function driver(program: Program): Driver {
	const run = (id: string): void => program.press(keyOf(id));
	const selected = (): string | undefined =>
		/^▸[ ●*]*(\S+)/.exec(program.screen().find((line) => line.startsWith('▸')) ?? '')?.[1];
	/** As long as the dialog is there it takes every key. */
	const closed = async (done: RegExp): Promise<void> => {
		await program.waitFor((lines) => done.test(lines.join('\n')) && !lines.some((line) => line.startsWith('╭')));
	};
	return {
		run,
		selected,
		filter: (text) => program.press(keyOf('list.filter'), ...text, keyOf('filter.keep')),
		palette: async (line) => {
			run('deck.palette');
			program.type(line);
			await program.waitFor(new RegExp(`:${line}`));
			run('palette.run');
		},
		select: async (name) => {
			run('move.first');
			// By the position in the footer: a frame from before a key was taken may show the same row.
			for (let position = 1; ; position += 1) {
				await program.waitFor((lines) => positionIn(lines) === position && selected() !== undefined);
				if (selected() === name) return;
				run('move.down');
			}
		},
		row: async (name) => {
			const found = (lines: readonly string[]) => lines.find((line) => new RegExp(`^[▸ ●*]*\\s*${name}\\s`).test(line));
			return found(await program.waitFor((lines) => found(lines) !== undefined)) ?? '';
		},
		agree: async (done) => {
			await program.waitFor(/▸ No, leave it as it is/);
			program.press('down');
			await program.waitFor(/▸ Yes/);
			program.press('enter');
			await closed(done);
		},
		agreeByName: async (name, done) => {
			await program.waitFor(new RegExp(`Type ${name} `));
			program.type(name);
			await program.waitFor(new RegExp(`> ${name}`));
			program.press('enter');
			await closed(done);
		},
		toStep: async (title) => {
			for (let steps = 0; !program.screen()[1]?.includes(`› ${title} ·`); steps += 1) {
				if (steps > 8) throw new Error(`there is no step ${title}:\n${program.screen().join('\n')}`);
				const before = program.screen()[1];
				run('form.next-step');
				await program.waitFor((lines) => lines[1] !== before);
			}
		},
	};
}

/** Where the cursor is in its list, from 1: `2/14` at the end of the footer. */
function positionIn(lines: readonly string[]): number {
	return Number(/(\d+)\/\d+\s*$/.exec(lines.at(-1) ?? '')?.[1]);
}

/** The first key of a command. */
export function keyOf(id: string): string {
	const key = commands.find((command) => command.id === id)?.keys[0];
	if (key === undefined) throw new Error(`there is no command ${id} with a key`);
	return key;
}
