import { describe, expect, it } from 'vitest';
import { commands } from '../../src/commands/all.ts';
import { scopesOfView } from '../../src/commands/scopes.ts';
import { emptyConsole } from '../../src/console/state.ts';
import { groupBy } from '../../src/format/group-by.ts';
import type { DeckState } from '../../src/store/state.ts';
import type { Scope } from '../../src/views/scope.ts';
import { everyPlace } from '../support/places.ts';
import { deckState } from '../support/state.ts';

/** A state for every stack of scopes that a view has; a form's is a single scope, whatever its row. */
const places: readonly DeckState[] = [
	...everyPlace('S').map(([, view]) => deckState({ views: [view] })),
	...[{ mode: 'replies' as const }, { typed: { before: 'req a', after: '' } }].map((parts) =>
		deckState({ views: [{ kind: 'console' }], console: { ...emptyConsole(), ...parts } }),
	),
];

/** Among the replies of the console: a request under way is stopped first, and vi's keys walk and run again. */
const meantToHide = [
	'console.interrupt before deck.quit-anywhere',
	'console.close before go.back',
	'console.next before go.journal',
	// A change is left out, which a mark would only hint at.
	'plan.leave-out before list.mark',
	'console.again before look.refresh',
];

describe('the commands table', () => {
	it('has each id once', () => {
		const ids = commands.map(({ id }) => id);
		expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
	});

	it('has titles of one to four words', () => {
		const long = commands.filter(({ title }) => title.trim() === '' || title.split(/\s+/).length > 4);
		expect(long.map(({ title }) => title)).toEqual([]);
	});

	it('gives no key to two commands of one scope', () => {
		const taken = commands.flatMap(({ id, keys, scopes }) =>
			scopes.flatMap((scope) => keys.map((key) => [`${scope} ${key}`, id] as const)),
		);
		const places = taken.map(([place]) => place);
		expect(taken.filter(([place], at) => places.indexOf(place) !== at)).toEqual([]);
	});

	it('hides a key of a wider place behind a more particular command only where that is meant', () => {
		const hidden = places.flatMap((state) => {
			const taken = scopesOfView(state).flatMap((scope) =>
				commands
					.filter(({ scopes }) => scopes.includes(scope))
					.flatMap(({ id, keys }) => keys.map((key) => ({ key, id }))),
			);
			const ids = [...groupBy(taken, ({ key }) => key).values()].map((each) => new Set(each.map(({ id }) => id)));
			return ids.filter(({ size }) => size > 1).map((each) => [...each].join(' before '));
		});
		expect(new Set(hidden)).toEqual(new Set(meantToHide));
	});

	it('lets every letter be typed where letters are text', () => {
		const text: readonly Scope[] = [
			'form-text',
			'console-line',
			'console-search',
			'filter',
			'palette',
			'choice',
			'help',
			'prompt',
			'confirm-typed',
		];
		const letters = commands.flatMap(({ id, keys, scopes }) =>
			scopes.some((scope) => text.includes(scope))
				? keys.filter((key) => key.length === 1).map((key) => [id, key])
				: [],
		);
		expect(letters).toEqual([]);
	});

	it('gives each alias to one command', () => {
		const aliases = commands.flatMap(({ aliases: names = [] }) => names);
		expect(aliases.filter((name, at) => aliases.indexOf(name) !== at)).toEqual([]);
	});

	it('lets everything be reached: by a key or by the palette', () => {
		expect(commands.filter(({ keys, aliases = [] }) => keys.length + aliases.length === 0)).toEqual([]);
	});

	it('says of each what it does, as a sentence without its full stop', () => {
		for (const { id, title } of commands) {
			expect(title, id).toMatch(/^[A-Z].*[^.]$/);
		}
	});
});
