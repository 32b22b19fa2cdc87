import { afterEach, describe, expect, test } from 'vitest';
import { commands } from '../../src/commands/all.ts';
import { choiceList } from '../../src/commands/ask.ts';
import { matchingChoices } from '../../src/commands/choice.ts';
import { helpRows } from '../../src/commands/help.ts';
import type { Host } from '../../src/commands/host.ts';
import type { Choice, Prompt, Question } from '../../src/store/overlay.ts';
import type { DeckState } from '../../src/store/state.ts';
import { toast } from '../../src/store/toast.ts';
import { keyBytes } from '../../src/terminal/key-name.ts';
import { type Drawing, draw, stillDeck, stillHost } from '../support/draw.tsx';
import { sampleState, streamInfo, withStreams } from '../support/state.ts';
import { until } from '../support/until.ts';

let drawing: Drawing | undefined;
afterEach(() => {
	drawing?.end();
	drawing = undefined;
});

function show(parts: Partial<DeckState> = {}): Drawing {
	drawing = draw(sampleState(parts));
	return drawing;
}

const five = withStreams(['alpha', 'beta', 'gamma', 'delta', 'omega'].map((name) => streamInfo(name)));

describe('keys in a burst', () => {
	test('each move: jjj goes three rows down', async () => {
		await show(five).typeFor('jjj', '▸ gamma');
	});

	test('open the filter, type in it and keep it, in one read', async () => {
		const { typeFor, shows, deck } = show(five);
		await typeFor('/ta\r', 'filter ta');
		await shows('2 of 5');
		expect(deck.store.getState().overlay).toBeUndefined();
	});

	test('are each handled although some of them open and close what takes keys', async () => {
		// The escape key as those terminals send it that can tell it from alt and the letter behind it.
		const esc = '\u001b[27u';
		await show(five).typeFor(`?${esc}jj/\rk?j${esc}j`, '▸ delta');
	});
});

describe('the filter line', () => {
	test('filters as one types, and esc puts back what was', async () => {
		const { typeFor, shows, text } = show(five);
		await typeFor('/', '5 of 5');
		await typeFor('eta', '1 of 5');
		expect(text()).toContain('beta');
		expect(text()).not.toContain('alpha');
		await typeFor(keyBytes('esc'), 'Streams 5 ');
		await shows('alpha');
	});

	test('edits at the cursor, whole words, and with emoji', async () => {
		const { type, typeFor, deck } = show(five);
		const typed = (): string => {
			const { overlay } = deck.store.getState();
			return overlay?.kind === 'filter' ? overlay.text : '';
		};
		await typeFor('/', '5 of 5');
		const steps: readonly (readonly [keys: string, text: string])[] = [
			['ab👋c', 'ab👋c'],
			[keyBytes('left') + keyBytes('backspace'), 'abc'],
			['X', 'abXc'],
			[`${keyBytes('home')}>${keyBytes('end')}<`, '>abXc<'],
			[` two words${keyBytes('ctrl+w')}`, '>abXc< two '],
			[keyBytes('ctrl+u'), ''],
			['xy', 'xy'],
			[`${keyBytes('left') + keyBytes('delete')}z`, 'xz'],
		];
		for (const [keys, wanted] of steps) {
			type(keys);
			await until(() => typed() === wanted, { what: `"${wanted}" typed`, within: 3000, seen: typed });
		}
	});

	test('types no letter for ctrl and alt keys, and goes on typing behind them', async () => {
		const { typeFor, deck } = show(five);
		await typeFor('/', '5 of 5');
		await typeFor(`a${keyBytes('ctrl+x')}${keyBytes('ctrl+g')}l${keyBytes('alt+y')}ph`, '/alph');
		expect(deck.store.getState().overlay).toMatchObject({ text: 'alph' });
	});

	test('takes + and letters that are commands elsewhere as text', async () => {
		await show(five).typeFor('/+q?:r', '/+q?:r');
	});

	test('takes a pasted text as one, without its line ends', async () => {
		const { typeFor, shows, asked } = show(five);
		await typeFor('/', '5 of 5');
		await typeFor('\u001b[200~al\r\nph\u001b[31mq\u001b[201~', '/alph[31mq');
		await shows('0 of 5');
		expect(asked()).toEqual([]);
	});

	test('shows the end of a text longer than the line', async () => {
		const { typeFor, lines } = show(five);
		await typeFor(`/${'x'.repeat(100)}END`, 'xEND');
		expect(lines()[1]).toMatch(/^\/…x+END/);
	});
});

describe('a paste', () => {
	const paste = (text: string): string => `\u001b[200~${text}\u001b[201~`;

	test('on a list is no keys: it is dropped, and says so', async () => {
		const { typeFor, asked, deck } = show(five);
		await typeFor(paste('ddd\rq'), '! Paste ignored: there is no text field here. Press / to filter or : for a');
		expect(asked()).toEqual([]);
		expect(deck.store.getState().views).toEqual([{ kind: 'streams' }]);
		expect(deck.store.getState().overlay).toBeUndefined();
	});

	test.each([
		['a page of text', { views: [{ kind: 'account' }] as const }, 'there is no text field here. Press : for a command'],
		[
			'a search',
			{ overlay: { kind: 'wait', doing: 'Reading', title: 'Delete', cancel: () => {} } as const },
			'there is no text field here.',
		],
	])('on %s neither', async (_, parts, said) => {
		const { typeFor, asked, deck } = show({ ...five, ...parts });
		const { views, overlay } = deck.store.getState();
		await typeFor(paste('q\rdd'), said);
		expect(asked()).toEqual([]);
		expect(deck.store.getState().views).toEqual(views);
		expect(deck.store.getState().overlay).toEqual(overlay);
	});

	test('is a text where one is typed, and nothing more is said', async () => {
		const { typeFor, deck } = show(five);
		await typeFor(`:${paste('str\reams')}`, ':streams');
		await typeFor(keyBytes('esc'), '▸ alpha');
		await typeFor('4', 'Console');
		await typeFor(paste('pub orders.new hello'), 'pub orders.new hello');
		expect(deck.store.getState().toasts).toEqual([]);
	});

	test('is always told of by the terminal', async () => {
		const { written, shows } = show(five);
		await shows('alpha');
		expect(written()).toContain('\u001b[?2004h');
	});
});

describe('the palette', () => {
	test('finds fuzzily, shows hints, completes and runs', async () => {
		const { typeFor, text } = show(five);
		await typeFor(':', 'Command or stream');
		await typeFor('cnsumrs', '▸ :consumers');
		expect(text()).toContain('Show all consumers');
		await typeFor(keyBytes('tab'), '│ :consumers ');
		await typeFor('\r', 'Consumers ');
	});

	test('finds streams by name and opens them', async () => {
		const { typeFor } = show(five);
		await typeFor(':omeg', 'Open the stream');
		await typeFor('\r', 'Streams › omega');
	});

	test('keeps what was typed while the deck polls', async () => {
		const { typeFor, deck, shows } = show(five);
		await typeFor(':str', ':streams');
		deck.store.setState((state) => ({ now: state.now + 1000, roundTripMs: 77 }));
		await shows('77.0 ms');
		await typeFor('eams /al', ':streams /al');
	});

	test('moves with the arrows', async () => {
		const { typeFor, deck } = show(five);
		await typeFor(`:${keyBytes('down')}${keyBytes('down')}`, '▸ :consumers');
		expect(deck.store.getState().overlay).toMatchObject({ chosen: 'go.consumers ' });
	});
});

describe('the help', () => {
	test('lists every command of the view, and enter runs the selected one', async () => {
		const { typeFor, deck, text } = show({ ...five, size: { columns: 120, rows: 120 } });
		await typeFor('?', 'Keys ');
		const context = { deck, host: stillHost().host, state: deck.store.getState(), commands };
		const rows = helpRows(context);
		expect(rows.length).toBeGreaterThan(20);
		const words = text()
			.split('\n')
			.map((line) => line.replace(/[│▸]/g, ' ').trim().split(/\s+/).join(' '));
		for (const { keys, title } of rows)
			expect(words).toContainEqual(expect.stringContaining(`${keys} ${title}`.trim()));
		// The cursor begins at the first command, and passes over headings.
		const runnable = rows.filter((row) => row.command !== undefined);
		const at = runnable.findIndex((row) => row.command?.id === 'go.account');
		await typeFor(`${keyBytes('down').repeat(at)}\r`, 'Reserved');
	});

	test('runs nothing that changes something before it was on the screen', async () => {
		const { typeFor, deck } = show(five);
		const context = { deck, host: stillHost().host, state: deck.store.getState(), commands };
		const at = helpRows(context)
			.filter((row) => row.command !== undefined)
			.findIndex((row) => row.command?.id === 'stream.delete');
		await typeFor(`?${keyBytes('down').repeat(at)}\r`, '! “Delete streams');
		expect(deck.store.getState().overlay?.kind).toBe('help');
	});

	test('is filtered by what is typed: a key, a part of a title, or letters of one', async () => {
		const { typeFor, text } = show(five);
		await typeFor('?', '▸   1 ');
		await typeFor('purge', '▸   P ');
		expect(text()).not.toContain('Show the account');
		await typeFor(`${keyBytes('ctrl+u')}q`, '▸   q ');
		await typeFor(`${keyBytes('ctrl+u')}zzz`, 'Nothing matches.');
		await typeFor(`${keyBytes('ctrl+u')}accnt`, '▸   1 ');
		await typeFor('\r', 'Reserved');
	});

	test('tells no key twice: one that the console took over is not told of the others', () => {
		const state = sampleState({ views: [{ kind: 'console' }] });
		const { deck } = stillDeck({ ...state, console: { ...state.console, mode: 'replies' } });
		const rows = helpRows({ deck, host: stillHost().host, state: deck.store.getState(), commands });
		const keys = rows.flatMap((row) => row.keys.split(' ').filter((key) => key !== ''));
		expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
		expect(rows.find((row) => row.command?.id === 'go.journal')?.keys).toBe(':journal');
		expect(rows.some((row) => row.command?.id === 'go.back')).toBe(false);
	});

	test('scrolls on a small screen so that the selected row is seen', async () => {
		const { typeFor, lines } = show({ ...five, size: { columns: 60, rows: 16 } });
		await typeFor('?', 'Keys  1/');
		await typeFor(keyBytes('down').repeat(30), 'Keys  31/');
		expect(lines().some((line) => line.startsWith('│ ▸ '))).toBe(true);
		expect(lines()).toHaveLength(16);
	});
});

describe('a choice', () => {
	const choice = (label: string, detail = ''): Choice => {
		return { id: label, label, detail, pick: { kind: 'copy', label, text: label, detail } };
	};
	const picked = ({ asked }: Drawing): readonly string[] =>
		asked().flatMap((each) => (each.startsWith('copy ') ? [each.slice('copy '.length)] : []));
	const choices: readonly Choice[] = [
		{ ...choice('dev', 'nats://dev') },
		{ ...choice('prod', 'nats://prod'), current: true, tone: 'bad' },
		{ ...choice('bad'), disabled: 'Its file is not JSON.' },
	];
	const overlay = { ...choiceList({ burst: 0 }, 'Contexts', choices, 'prod'), burst: -1 };

	test('begins at the current one, takes arrows and enter', async () => {
		const shown = show({ ...five, overlay });
		const { text, typeFor, type } = shown;
		expect(text()).toMatch(/▸ prod \(current\)/);
		await typeFor(keyBytes('up'), '▸ dev');
		type('\r');
		await until(() => picked(shown).includes('dev'), { what: 'dev to be picked' });
	});

	test('is filtered by what is typed, letters and digits alike, and enter takes what is under the cursor', async () => {
		const shown = show({ ...five, overlay });
		const { typeFor, type, text } = shown;
		await typeFor('de', '▸ dev');
		expect(text()).not.toContain('prod');
		await typeFor('1', 'Nothing matches.');
		type('\r');
		await typeFor(keyBytes('ctrl+u'), '▸ prod (current)');
		await typeFor('pr', '▸ prod');
		type('\r');
		await until(() => picked(shown).length > 0, { what: 'one to be picked' });
		expect(picked(shown)).toEqual(['prod']);
	});

	test('finds by letters of the label and by a part of the detail, the closest label first', () => {
		const of = (...names: readonly (readonly [label: string, detail?: string])[]) =>
			names.map(([label, detail]) => choice(label, detail));
		const matching = (text: string, rows: readonly Choice[]) =>
			matchingChoices({ ...choiceList({ burst: 0 }, '', rows), text }).map(({ label }) => label);
		const rows = of(['preprod'], ['other', 'nats://prod'], ['prod-eu'], ['prod'], ['PROD']);
		expect(matching('prod', rows)).toEqual(['prod', 'PROD', 'prod-eu', 'preprod', 'other']);
		expect(matching('PROD', rows).slice(0, 2)).toEqual(['PROD', 'prod']);
		expect(matching('pdeu', rows)).toEqual(['prod-eu']);
		expect(matching('seal', of(['e', 'seals'], [':seal']))[0]).toBe(':seal');
		expect(matching('', rows)).toEqual(rows.map(({ label }) => label));
	});

	test('takes nothing that was typed ahead but a whole name', async () => {
		const shown = show(five);
		const { typeFor, type, deck, shows } = shown;
		deck.store.setState({ overlay });
		await shows('▸ prod');
		await typeFor('d\r', '! “dev” was not on the screen yet: press enter again.');
		expect(picked(shown)).toEqual([]);
		await typeFor(`${keyBytes('ctrl+u')}dev`, '/dev');
		type(`${keyBytes('ctrl+u')}prod\r`);
		await until(() => picked(shown).length > 0, { what: 'one to be picked' });
		expect(picked(shown)).toEqual(['prod']);
	});

	test('of thousands finds each, and says how many there are', async () => {
		const many = Array.from({ length: 3000 }, (_, at) => choice(`JOBS_${at}`));
		const shown = show({ ...five, overlay: { ...choiceList({ burst: -1 }, 'Copy', many) } });
		const { typeFor, type } = shown;
		await typeFor(keyBytes('down'), 'Copy  2/3,000');
		await typeFor('jobs_2987', '▸ JOBS_2987');
		type('\r');
		await until(() => picked(shown).length > 0, { what: 'one to be picked' });
		expect(picked(shown)).toEqual(['JOBS_2987']);
	});

	test('takes a paste as text, which picks nothing', async () => {
		const shown = show({ ...five, overlay });
		const { typeFor } = shown;
		await typeFor('\u001b[200~de\nv\r\u001b[201~', '/dev');
		expect(picked(shown)).toEqual([]);
	});

	test('says why one cannot be picked, and stays', async () => {
		const shown = show({ ...five, overlay });
		const { typeFor, text } = shown;
		await typeFor(keyBytes('down'), '▸ bad');
		await typeFor('\r', '! Its file is not JSON.');
		expect(text()).toContain('Contexts');
		expect(picked(shown)).not.toContain('bad');
	});

	test('takes the keys from the screen below until it is closed', async () => {
		const { typeFor } = show({ ...five, overlay });
		await typeFor(keyBytes('down') + keyBytes('up'), '▸ prod');
		await typeFor(keyBytes('esc'), '▸ alpha');
		await typeFor('j', '▸ beta');
	});
});

describe('a prompt', () => {
	const promptOf = (secret: boolean, asks: Question): Prompt => ({
		title: 'Password for prod',
		help: 'user ops',
		secret,
		asks,
	});

	test('hides a secret, and nothing of it is drawn', async () => {
		const prompt = promptOf(true, { kind: 'password', login: 'own' });
		const { typeFor, type, raw, deck, text, asked } = show({ ...five, overlay: { kind: 'prompt', prompt, text: '' } });
		await typeFor(' s3cret', '•••••••');
		expect(raw()).not.toContain('s3c');
		type('\r');
		await until(() => deck.store.getState().overlay === undefined, { what: 'the prompt to close' });
		expect(asked()).toEqual(['log in  s3cret']);
		expect(text()).not.toContain('s3cret');
	});

	test('of the first frame ends by enter, which is no key of the screen below', async () => {
		const {
			deck: shown,
			type,
			shows,
		} = show({
			...five,
			overlay: {
				kind: 'prompt',
				prompt: promptOf(false, { kind: 'password', login: 'own' }),
				text: '',
			},
		});
		await shows('Password for prod');
		type('\r');
		await until(() => shown.store.getState().overlay === undefined, { what: 'the prompt to close' });
		await shows('▸ alpha');
		expect(shown.store.getState().views).toEqual([{ kind: 'streams' }]);
	});

	test('stays open with what was typed and the sentence', async () => {
		const file = { what: 'the payload', name: 'x', data: '' };
		const prompt = promptOf(false, { kind: 'save', file });
		const save: Host['save'] = async (path) =>
			path.endsWith('/x') ? { ok: false, message: 'The disk is full.', exists: false } : { ok: true, path };
		drawing = draw(sampleState({ ...five, overlay: { kind: 'prompt', prompt, text: '' } }), {
			host: { ...stillHost().host, save },
		});
		const { typeFor, shows, deck, type, text } = drawing;
		await typeFor('x\r', 'The disk is full.');
		expect(text()).toContain('│ > x');
		await typeFor('y', 'user ops');
		type('\r');
		await until(() => deck.store.getState().overlay === undefined, { what: 'the prompt to close' });
		await shows('▸ alpha');
	});
});

describe('toasts', () => {
	test('lie over the lowest rows with a sign, the newest lowest, none wider than the screen', async () => {
		const { deck, shows, lines } = show(five);
		toast(deck.store, 'good', 'Copied: name, alpha.');
		toast(deck.store, 'bad', `It could not be done: ${'because of this '.repeat(10)}`);
		deck.store.setState({ now: Date.now() });
		await shows('✗ It could not');
		expect(lines()[18]).toContain('✓ Copied: name, alpha.');
		expect(lines()[21]).toContain('because');
		expect(lines()).toHaveLength(24);
	});

	test('say what goes on as long as it does, however long, and no longer', async () => {
		let say = (_: string): void => {};
		let end = (_: string | undefined): void => {};
		const openDemo: Host['openDemo'] = (how) => {
			say = how;
			return new Promise((resolve) => {
				end = resolve;
			});
		};
		drawing = draw(sampleState(five), { host: { ...stillHost().host, openDemo } });
		const { typeFor, shows, text, deck } = drawing;
		await typeFor(':demo\r', 'Starting the demo server…');
		say('Fetching the release…');
		deck.store.setState({ now: Date.now() + 3_600_000 });
		await shows('Fetching the release…');
		expect(text()).not.toContain('Starting the demo server…');
		end(undefined);
		await until(() => !text().includes('Fetching'), { what: 'the toast to go', seen: text });
		deck.store.setState({ now: Date.now() });
		await typeFor(':demo\r', 'Starting the demo server…');
		end('No server could be had.');
		await shows('✗ No server could be had.');
		expect(text()).not.toContain('Starting the demo server…');
	});

	test('of a disabled command say why', async () => {
		const { deck } = stillDeck(sampleState());
		expect(deck.store.getState().previous).toBeUndefined();
		await show(five).typeFor(keyBytes('ctrl+o'), '! There is no previous place yet.');
	});
});
