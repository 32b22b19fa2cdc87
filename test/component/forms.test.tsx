import { afterEach, describe, expect, test } from 'vitest';
import { width } from '../../src/format/width.ts';
import { currentForm } from '../../src/forms/current.ts';
import { currentRow, toField, typeText } from '../../src/forms/edit.ts';
import { formFaults } from '../../src/forms/faults.ts';
import type { Form } from '../../src/forms/form.ts';
import type { FormRow } from '../../src/forms/form-row.ts';
import { openConsumerEdit, openNewConsumer, openNewStream, openStreamEdit, putForm } from '../../src/forms/open.ts';
import { formRows } from '../../src/forms/rows.ts';
import { stepsOf } from '../../src/forms/steps.ts';
import { features } from '../../src/jetstream/server-features.ts';
import type { DeckState } from '../../src/store/state.ts';
import { keyBytes } from '../../src/terminal/key-name.ts';
import { type Drawing, draw } from '../support/draw.tsx';
import { consumerInfo, sampleState, streamInfo } from '../support/state.ts';
import { keyOf } from '../support/terminal.ts';
import { until } from '../support/until.ts';

const allFeatures = features('2.15.1', undefined);

const open: Drawing[] = [];
afterEach(() => {
	for (const drawing of open.splice(0)) drawing.end();
});

const sizes = [
	{ columns: 60, rows: 16 },
	{ columns: 80, rows: 24 },
	{ columns: 120, rows: 40 },
	{ columns: 200, rows: 60 },
];

const logs = streamInfo('LOGS', {
	config: {
		subjects: ['logs.>', 'audit.*.eu'],
		description: 'Everything that is logged, wherever it comes from. '.repeat(4),
	},
});
const aged = streamInfo('LOGS', { config: { max_age: 7 * 86_400_000_000_000 } });
const tail = consumerInfo('LOGS', 'tail', { config: { filter_subjects: ['logs.a', 'logs.b'] } });

const forms: readonly (readonly [name: string, open: (state: DeckState) => Partial<DeckState>])[] = [
	['a new stream', (state) => openNewStream(state)],
	['a new consumer', (state) => openNewConsumer(state, 'LOGS')],
	['the edit of a stream', (state) => openStreamEdit(state, logs)],
	['the edit of a consumer', (state) => openConsumerEdit(state, tail)],
];

function show(
	opened: (state: DeckState) => Partial<DeckState>,
	parts: Partial<DeckState> = {},
	options: Parameters<typeof draw>[1] = {},
): Drawing & { readonly form: () => Form } {
	const state = sampleState(parts);
	const drawing = draw({ ...state, ...opened(state) }, options);
	open.push(drawing);
	const form = (): Form => {
		const there = currentForm(drawing.deck.store.getState());
		if (there === undefined) throw new Error('no form is in view');
		return there;
	};
	return { ...drawing, form };
}

const press = ({ type }: Drawing, ...ids: readonly string[]): void =>
	type(ids.map((id) => keyBytes(keyOf(id))).join(''));

/** Presses a key and waits until the deck has taken it and drawn what comes of it. */
async function pressed(drawing: Drawing, id: string, until_: (state: DeckState) => boolean): Promise<void> {
	press(drawing, id);
	await until(() => until_(drawing.deck.store.getState()), { what: id, within: 3000, seen: drawing.text });
}

const rowsOf = (form: Form, state: DeckState): readonly FormRow[] =>
	formRows(form, state.features).filter(({ kind }) => kind !== 'heading');

const row = (state: DeckState): string | undefined => {
	const form = currentForm(state);
	return form && currentRow(form, state.features)?.path;
};

describe.each(forms)('%s', (_, opened) => {
	test.each(sizes)(
		'fits the screen in every step and row, the cursor always in view, at $columns×$rows',
		async (size) => {
			const drawing = show(opened, { size });
			const { lines, deck, form } = drawing;
			const fits = (): void => {
				expect(lines().length).toBeLessThanOrEqual(size.rows);
				for (const line of lines()) expect(width(line), line).toBeLessThanOrEqual(size.columns);
			};
			for (let at = 0; at < stepsOf(form()).length - 1; at += 1) {
				await toFirstRow(drawing);
				for (const wanted of rowsOf(form(), deck.store.getState())) {
					await until(() => row(deck.store.getState()) === wanted.path, { what: wanted.path, within: 3000 });
					await until(() => lines().some((line) => line.includes('▸') && line.includes(wanted.label.slice(0, 20))), {
						what: `the row ${wanted.label}`,
						within: 3000,
						seen: () => lines().join('\n'),
					});
					fits();
					press(drawing, 'form.down');
				}
				// The last purposes begin elsewhere.
				if (at === 0) await toFirstRow(drawing);
				await pressed(drawing, 'form.next-step', (state) => currentForm(state)?.step === at + 1);
			}
			await drawing.shows('[JSON]');
			fits();
		},
	);
});

describe('what is chosen from a list', () => {
	test('brings the fields that depend on it, which take a sequence as wide as the API has them', async () => {
		const drawing = show((state) => openNewConsumer(state, 'LOGS'));
		const { deck, type } = drawing;
		press(drawing, 'form.enter', 'form.next-step', 'form.next-step', 'form.choose');
		await drawing.shows('by start sequence');
		type('start seq');
		await drawing.shows('/start seq');
		type(keyBytes('enter'));
		await drawing.shows('Start sequence');
		await pressed(drawing, 'form.down', (state) => row(state) === 'opt_start_seq');
		type('1_764_500_000_000_000_003');
		await drawing.shows('1_764_500_000_000_000_003');
		press(drawing, 'form.review');
		await drawing.shows('"opt_start_seq": 1764500000000000003');
		expect(deck.store.getState().overlay).toBeUndefined();
	});
});

describe('what is typed', () => {
	const at = (drawing: Drawing, path: string): Promise<true> =>
		until(() => row(drawing.deck.store.getState()) === path, { what: path, within: 3000, seen: drawing.text });

	/** A new event log, at its name. */
	async function named(): Promise<ReturnType<typeof show>> {
		const drawing = show((state) => openNewStream(state));
		await drawing.shows('▸ Event log');
		press(drawing, 'form.enter');
		await at(drawing, 'name');
		return drawing;
	}

	test('is text, also letters, signs and spaces that are keys elsewhere', async () => {
		const drawing = await named();
		press(drawing, 'form.down');
		await at(drawing, 'description');
		await drawing.typeFor('q n:/?jklh12 e', 'q n:/?jklh12 e');
		expect(drawing.asked()).toEqual([]);
		expect(drawing.deck.store.getState().overlay).toBeUndefined();
	});

	test('is told at once when it means nothing, next to where it stands, and what it was understood as', async () => {
		const drawing = await named();
		press(drawing, 'form.next-step', 'form.next-step', 'form.next-step');
		await until(() => drawing.form().step === 4, { what: 'the limits' });
		while (row(drawing.deck.store.getState()) !== 'max_bytes') {
			const before = row(drawing.deck.store.getState());
			press(drawing, 'form.down');
			await until(() => row(drawing.deck.store.getState()) !== before, { what: 'the next row' });
		}
		await drawing.typeFor('10 lots', '✗ Max bytes needs a size such as');
		await drawing.shows('10 lots');
		await drawing.typeFor(`${keyBytes('ctrl+u')}10_240K`, '= 10 MiB');
		expect(drawing.text()).not.toContain('✗');
	});

	test('stays, wherever one goes, and is there when one comes back', async () => {
		const drawing = await named();
		await drawing.typeFor('NEWS', '▸ Name         NEWS');
		const { draft } = drawing.form();
		press(drawing, 'form.next-step', 'form.next-step', 'form.down', 'form.down', 'form.review', 'form.previous-step');
		await until(() => drawing.form().step === 5, { what: 'the last step before the review' });
		for (let step = 5; step > 0; step -= 1)
			await pressed(drawing, 'form.back', (state) => currentForm(state)?.step === step - 1);
		await pressed(drawing, 'form.back', (state) => currentForm(state) === undefined);
		await drawing.shows('jetdeck keeps what you typed');
		await drawing.typeFor(keyBytes(keyOf('stream.new')), '✓ Keeps messages');
		press(drawing, 'form.next-step');
		await drawing.shows('NEWS');
		expect(drawing.form().draft).toBe(draft);
	});

	test('is pasted as one line', async () => {
		const drawing = await named();
		await drawing.typeFor('\u001b[200~OR\r\nDERS\u001b[31m\u001b[201~', 'ORDERS[31m');
		expect(drawing.form().step).toBe(1);
	});
});

describe('the review', () => {
	test('scrolls, and shows each text that it can be taken away as', async () => {
		const drawing = show((state) => openStreamEdit(state, logs), { size: { columns: 80, rows: 24 } });
		press(drawing, 'form.review');
		await drawing.shows('You changed nothing.');
		expect(drawing.text()).toContain('There is nothing to send: change a field, or press esc to leave.');
		expect(drawing.text()).not.toMatch(/Press enter|↵ send/);
		await drawing.shows('"name": "LOGS"');
		expect(drawing.text()).not.toContain('"sealed"');
		press(drawing, ...Array.from({ length: 20 }, () => 'form.scroll-down'));
		await drawing.shows('"sealed"');
		press(drawing, 'form.next-text', 'form.next-text');
		await drawing.shows('resource "jetstream_stream"');
		press(drawing, 'form.copy');
		await until(() => drawing.asked().some((what) => what.startsWith('copy resource "jetstream_stream"')), {
			what: 'the copy',
			seen: () => drawing.asked().join('\n'),
		});
	});
});

describe('the review of what is wrong', () => {
	test('opens at its faults, however far it was scrolled before', async () => {
		const drawing = show((state) => openStreamEdit(state, logs), { size: { columns: 80, rows: 24 } });
		press(drawing, 'form.review');
		await drawing.shows('"name": "LOGS"');
		press(drawing, 'form.scroll-last');
		await drawing.shows('"sealed"');
		press(drawing, 'form.previous-step');
		await until(() => drawing.form().step === 0, { what: 'the rows' });
		drawing.deck.store.setState((state) => ({
			forms: new Map(state.forms).set(drawing.form().id, typeText(drawing.form(), 'max_age', 'soon')),
		}));
		press(drawing, 'form.review');
		await drawing.shows('✗ max_age: Max age needs a duration');
		press(drawing, 'form.scroll-last');
		await drawing.shows('"sealed"');
		expect(drawing.text()).not.toContain('✗ max_age');
		press(drawing, 'form.next-text');
		await drawing.shows('✗ max_age');
	});

	test('and its rows name the column of what is wrong', async () => {
		const drawing = show((state) => openStreamEdit(state, logs));
		const { id } = drawing.form();
		for (const [path, text, told] of [
			['metadata', 'team=a, b', 'Column 9: Metadata needs pairs'],
			['subjects', 'logs.>, audit..x', 'Column 9: Subjects'],
		] as const) {
			drawing.deck.store.setState(({ forms }) => ({
				forms: new Map(forms).set(id, toField(typeText(drawing.form(), path, text), path, allFeatures)),
			}));
			await drawing.shows(told);
		}
	});
});

describe('what the server drops', () => {
	test('is said below its row and in the review, and keeps nothing from being sent', async () => {
		const older = { features: features('2.9.10', 0) };
		const drawing = show((state) => openStreamEdit(state, logs), { ...older, size: { columns: 80, rows: 24 } });
		const { id } = drawing.form();
		drawing.deck.store.setState(({ forms }) => ({
			forms: new Map(forms).set(id, typeText(drawing.form(), 'metadata', 'team=a')),
		}));
		await drawing.shows('! The server (2.9.10) ignores metadata, which came with 2.10. No metadata is');
		press(drawing, 'form.review');
		await drawing.shows('[JSON]');
		await drawing.shows('! The server (2.9.10) ignores metadata');
		expect(formFaults(drawing.form(), drawing.deck.store.getState())).toEqual([]);
	});
});

describe('a creation', () => {
	/** A new event log that has a name and a subject, not yet at its review. */
	async function written(): Promise<ReturnType<typeof show>> {
		const drawing = show((state) => openNewStream(state), { size: { columns: 80, rows: 40 } });
		await drawing.shows('▸ Event log');
		press(drawing, 'form.next-step');
		await at_(drawing, 'name');
		await drawing.typeFor('NEWS', '▸ Name         NEWS');
		press(drawing, 'form.next-step');
		await at_(drawing, 'subjects');
		await drawing.typeFor('news.>', '▸ Subjects  news.>');
		return drawing;
	}

	test('is asked once: its review says what the dialog would, and enter there creates', async () => {
		const drawing = await written();
		press(drawing, 'form.review');
		await drawing.shows('It will store messages published to news.>.');
		await drawing.shows('✓ Nothing is lost.');
		await drawing.shows('Press enter to create it.');
		press(drawing, 'form.send');
		await until(() => drawing.asked().length > 0, { what: 'the creation', seen: drawing.text });
		expect(drawing.asked()).toEqual(['agree Create stream NEWS']);
	});

	test('is not sent by an enter that came before its review was on the screen', async () => {
		const drawing = await written();
		press(drawing, 'form.review', 'form.send');
		await drawing.shows('! The review was not on the screen yet');
		expect(drawing.asked()).toEqual([]);
		expect(drawing.deck.store.getState().overlay).toBeUndefined();
	});

	test('is asked in the dialog where that says more than the review', async () => {
		const drawing = await written();
		press(drawing, 'form.review');
		await drawing.shows('Press enter to create it.');
		drawing.deck.store.setState({ journalPlace: { path: '/j', problem: 'The disk is full.' } });
		press(drawing, 'form.send');
		await drawing.shows('▸ No');
		await drawing.shows('The disk is full.');
		expect(drawing.asked()).toEqual([]);
	});
});

describe('an edit', () => {
	test('begins where something may be changed; says of what is fixed why, and takes nothing there', async () => {
		const drawing = show((state) => openStreamEdit(state, logs));
		await at_(drawing, 'description');
		press(drawing, 'form.up');
		await at_(drawing, 'name');
		await drawing.shows('Name cannot be changed after creation.');
		drawing.type('xyz');
		press(drawing, 'form.down');
		await at_(drawing, 'description');
		expect(drawing.form().draft).toBe(logs.config);
	});

	test('shows that a quantity is replaced by what is typed, and keeps it where it is edited', async () => {
		const atAge = (state: DeckState): Partial<DeckState> => {
			const there = { ...state, ...openStreamEdit(state, aged) };
			const form = currentForm(there);
			return form === undefined ? there : { ...there, ...putForm(there, toField(form, 'max_age', allFeatures)) };
		};
		const edited = show(atAge);
		await edited.shows('7d');
		expect(edited.raw()).toContain('\u001b[7m7d \u001b[27m');
		edited.type(keyBytes('end'));
		await until(() => !edited.raw().includes('\u001b[7m7d \u001b[27m'), { what: 'the mark to go', within: 3000 });
		await edited.typeFor('1h', '7d1h');
		const anew = show(atAge);
		await anew.shows('7d');
		await anew.typeFor('12h', '12h ');
		expect(anew.text()).not.toContain('7d');
	});
});

async function toFirstRow(drawing: ReturnType<typeof show>): Promise<void> {
	const here = (): string | undefined => row(drawing.deck.store.getState());
	const first = rowsOf(drawing.form(), drawing.deck.store.getState())[0]?.path;
	for (let before = here(); before !== first; before = here())
		await pressed(drawing, 'form.page-up', (state) => row(state) !== before);
}

const at_ = (drawing: Drawing, path: string): Promise<true> =>
	until(() => row(drawing.deck.store.getState()) === path, { what: path, within: 3000, seen: drawing.text });

describe('for a screen reader', () => {
	test('the rows are lines, with the one under the cursor and what is typed there', async () => {
		const drawing = show((state) => openNewStream(state), {}, { screenReader: true });
		await drawing.shows('Event log');
		press(drawing, 'form.enter');
		await at_(drawing, 'name');
		await drawing.typeFor('NEWS', 'NEWS');
		expect(drawing.raw()).not.toContain('\u001b');
		expect(drawing.text()).not.toMatch(/[│╭╰▸●‹›]/u);
	});
});

describe('what lies over a form', () => {
	test('takes all keys and pastes: none goes into the field below', async () => {
		const drawing = show((state) => openNewStream(state));
		press(drawing, 'form.next-step');
		await drawing.shows('step 2 of 7');
		await drawing.typeFor('LOGS', 'LOGS');
		const { draft } = drawing.form();
		const prompt = { title: 'Over it', help: '', secret: false, asks: { kind: 'messages-subject' } } as const;
		drawing.deck.store.setState({ overlay: { kind: 'prompt', prompt, text: '' } });
		await drawing.shows('Over it');
		await drawing.typeFor('x\u001b[200~yz\u001b[201~w', '> xyzw');
		drawing.deck.store.setState({ overlay: { kind: 'wait', doing: 'Reading', title: 'Looking' } });
		await drawing.shows('Looking');
		await drawing.typeFor(`more${keyBytes('backspace')}${keyBytes('ctrl+u')}\u001b[200~yz\u001b[201~`, 'Looking');
		await drawing.shows('Paste ignored');
		expect(drawing.form().draft).toEqual(draft);
		drawing.deck.store.setState({ overlay: undefined });
		await until(() => !drawing.text().includes('Looking'), { what: 'the form alone' });
		await drawing.typeFor('2', 'LOGS2');
	});
});
