import { describe, expect, it } from 'vitest';
import { commands } from '../../src/commands/all.ts';
import { scopesOfView } from '../../src/commands/scopes.ts';
import { consumerPanes, streamPanes, type View } from '../../src/store/view.ts';
import { deckState } from '../support/state.ts';

const views: readonly View[] = [
	{ kind: 'account' },
	{ kind: 'streams' },
	...streamPanes.map((pane): View => ({ kind: 'stream', stream: 'S', pane })),
	{ kind: 'consumers' },
	{ kind: 'consumers', stream: 'S' },
	...consumerPanes.map((pane): View => ({ kind: 'consumer', stream: 'S', consumer: 'C', pane })),
	{ kind: 'lag' },
];

describe('the commands table', () => {
	it('has each id once', () => {
		const ids = commands.map(({ id }) => id);
		expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
	});

	it('gives no key to two commands of one scope', () => {
		const taken = commands.flatMap(({ id, keys, scopes }) =>
			scopes.flatMap((scope) => keys.map((key) => [`${scope} ${key}`, id] as const)),
		);
		const places = taken.map(([place]) => place);
		expect(taken.filter(([place], at) => places.indexOf(place) !== at)).toEqual([]);
	});

	it('lets no key of everywhere, list or text be hidden by a more particular command, but for those that mean it', () => {
		const meant = new Set(['l', 'right', 'left', 'h']);
		for (const view of views) {
			const seen = new Map<string, string>();
			for (const scope of scopesOfView(deckState({ views: [view] }))) {
				for (const { id, keys, scopes } of commands) {
					if (!scopes.includes(scope)) continue;
					for (const key of keys) {
						const before = seen.get(key);
						if (before !== undefined && before !== id && !meant.has(key)) {
							throw new Error(`${JSON.stringify(view)}: ${key} is ${before} and ${id}`);
						}
						seen.set(key, id);
					}
				}
			}
		}
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
