import { keyOf, type Terminal } from './terminal.ts';

interface Shown {
	readonly title: string;
	readonly rows: readonly string[];
}

type Wanted = string | RegExp;

/**
 * What lies over the screen and asks: a proposal, a prompt or a choice. A story of steps, each of which waits for the one before;
 * the last one is awaited. Where none is open yet, it waits for one.
 */
export class Dialog {
	readonly #terminal: Terminal;
	#before: Promise<unknown> = Promise.resolve();
	/** Of the one that is meant, once it was named. */
	#title = '';
	#typed = false;
	/** Title of the one that was seen last. */
	#seen = '';

	constructor(terminal: Terminal) {
		this.#terminal = terminal;
	}

	/** Means the one of this title. */
	title(title: string): this {
		return this.#then(() => {
			this.#title = title;
			return this.#shows(() => true);
		});
	}

	/** Says all this, wherever its lines are broken. */
	says(...wanted: readonly Wanted[]): this {
		return this.#then(() => this.#shows((shown) => wanted.every((each) => isIn(textOf(shown), each))));
	}

	/** Types behind what stands there. */
	type(text: string): this {
		return this.#then(async () => this.#write(text, (await this.#input()) + text));
	}

	/** Types in place of what stands there. */
	fill(text: string): this {
		return this.#then(async () => {
			await this.#input();
			this.#terminal.press('ctrl+u');
			await this.#write(text, text);
		});
	}

	/** Answers, and is told why not. */
	isTold(why: Wanted): this {
		return this.#then(async () => {
			await this.#shows(() => true);
			this.answer();
			await this.#shows((shown) => isIn(textOf(shown), why));
		});
	}

	/** Is ready to be agreed to, by `answer`: yes has the cursor, or the name was typed. */
	ready(): Promise<void> {
		return this.#end(() => this.#ready());
	}

	/** Presses the key that answers, at once. */
	answer(): void {
		this.#terminal.press(keyOf('confirm.answer'));
	}

	/** Agrees, with yes or by the name that was typed; it closes, and this is said. */
	agree(said?: RegExp): Promise<void> {
		return this.#end(async () => {
			await this.#ready();
			this.answer();
			await this.#closed(() => false, said);
		});
	}

	/** Agrees, and it stays open: that is why. */
	fails(...why: readonly Wanted[]): Promise<void> {
		return this.#end(async () => {
			await this.#ready();
			this.answer();
			await this.#shows((shown) => why.every((each) => isIn(textOf(shown), each)));
		});
	}

	/** Takes what was typed, or stands there; it closes. */
	enter(): Promise<void> {
		return this.#end(async () => {
			const line = await this.#input();
			this.answer();
			await this.#closed(({ rows }) => !rows.includes(`> ${line}`));
		});
	}

	/** Takes the choice whose label begins like this. */
	take(label: string): Promise<void> {
		return this.#end(async () => {
			const cursor = ({ rows }: Shown) => rows.find((row) => row.startsWith('▸'));
			let at = cursor(await this.#shows((shown) => cursor(shown) !== undefined));
			while (at?.startsWith(`▸ ${label}`) === false) {
				const before = at;
				this.#terminal.press(keyOf('choice.down'));
				at = cursor(await this.#shows((shown) => ![undefined, before].includes(cursor(shown))));
			}
			this.#terminal.press(keyOf('choice.pick'));
			await this.#closed(({ rows }) => !rows.some((row) => row.startsWith('/')));
		});
	}

	/** Leaves everything as it is. */
	leave(): Promise<void> {
		return this.#end(async () => {
			await this.#shows(() => true);
			this.#terminal.press(keyOf('confirm.leave'));
			await this.#closed();
		});
	}

	/** All that it says, in one line. */
	text(): Promise<string> {
		return this.#end(async () => textOf(await this.#shows(() => true)));
	}

	#then(step: () => Promise<unknown>): this {
		this.#before = this.#end(step);
		// Whoever awaits the last step hears of it.
		this.#before.catch(() => {});
		return this;
	}

	#end<T>(step: () => Promise<T>): Promise<T> {
		return this.#before.then(step);
	}

	/** Waits until the one that is meant is open, and is like this. */
	async #shows(is: (shown: Shown) => boolean): Promise<Shown> {
		const found = (lines: readonly string[]): Shown | undefined => {
			const shown = this.#in(lines);
			return shown !== undefined && is(shown) ? shown : undefined;
		};
		const shown = found(await this.#terminal.waitFor((lines) => found(lines) !== undefined)) as Shown;
		this.#seen = shown.title;
		return shown;
	}

	/** @param isNext whether one of the same title is another one */
	async #closed(isNext: (shown: Shown) => boolean = () => false, said?: RegExp): Promise<void> {
		await this.#terminal.waitFor((lines) => {
			const shown = shownIn(lines);
			const isOpen = shown?.title === this.#seen && !isNext(shown);
			return !isOpen && (said === undefined || said.test(lines.join('\n')));
		});
	}

	#in(lines: readonly string[]): Shown | undefined {
		const shown = shownIn(lines);
		return shown?.title.includes(this.#title) === true ? shown : undefined;
	}

	/** Yes is the last of two answers, and the cursor is on the other one at first. */
	async #ready(): Promise<void> {
		if (this.#typed) return;
		const isAt = (row: -1 | -2) => (shown: Shown) => shown.rows.at(row)?.startsWith('▸') === true;
		const shown = await this.#shows((each) => isAt(-2)(each) || isAt(-1)(each));
		if (isAt(-1)(shown)) return;
		this.#terminal.press(keyOf('confirm.down'));
		await this.#shows(isAt(-1));
	}

	/** What stands in its line. */
	async #input(): Promise<string> {
		const { rows } = await this.#shows((shown) => shown.rows.some(isInput));
		return rows.find(isInput)?.slice(2) ?? '';
	}

	async #write(text: string, whole: string): Promise<void> {
		this.#terminal.type(text);
		await this.#shows(({ rows }) => rows.includes(`> ${whole}`) || rows.includes(`/${whole}`));
		this.#typed = true;
	}
}

const isInput = (row: string): boolean => /^(> |>$|\/)/.test(row);

const isIn = (text: string, wanted: Wanted): boolean =>
	typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);

const textOf = ({ rows }: Shown): string =>
	rows
		.map((row) => row.trim())
		.join(' ')
		.replace(/ +/g, ' ');

/** A box over the screen, which has a title in its upper edge. */
function shownIn(lines: readonly string[]): Shown | undefined {
	const top = lines.findIndex((line) => line.includes('╭─ '));
	const bottom = lines.findIndex((line, at) => at > top && line.includes('╰'));
	if (top === -1 || bottom === -1) return undefined;
	// How far down a long list of choices is, stands behind its title.
	const title = /╭─ (.*?)(?: {2}[\d,]+\/[\d,]+)? ─*╮/.exec(lines[top] ?? '')?.[1] ?? '';
	const [left = 0, right = 0] = ['╭', '╮'].map((corner) => lines[top]?.indexOf(corner));
	return { title, rows: lines.slice(top + 1, bottom).map((line) => inside(line, left, right)) };
}

/** What a line of the box holds. What takes two columns is one character: its sides stand at these places, or before. */
function inside(line: string, left: number, right: number): string {
	return line.slice(line.lastIndexOf('│', left) + 2, line.lastIndexOf('│', right) - 1).trimEnd();
}
