import { expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { Logins } from '../../src/commands/logins.ts';
import { resolveSettings } from '../../src/nats/settings.ts';
import type { Settings } from '../../src/nats/settings-types.ts';
import type { DeckState } from '../../src/store/state.ts';
import { deckState } from '../support/state.ts';

/** Settings of a login; `asks` for a password that nobody gave. */
async function settingsOf(server: string, asks: boolean): Promise<Settings> {
	const login = asks ? { user: 'bob', interactive: true } : {};
	const resolved = await resolveSettings({ server, context: false, ...login }, {}, {});
	if (!resolved.ok) throw new Error(resolved.problem.message);
	expect(resolved.settings.needs).toBe(asks ? 'password' : undefined);
	return resolved.settings;
}

function opened() {
	const store = createStore<DeckState>(() => deckState({}));
	const done: string[] = [];
	const go = (which: string) => (settings: Settings) => {
		// Whatever the deck is handed may be sent: the password with it.
		done.push(`${which} ${settings.target.label} ${settings.needs ?? 'whole'}`);
		if (which === 'own') store.setState({ overlay: undefined });
	};
	const logins = new Logins({ store, connect: go('own'), connectSystem: go('system') });
	const asked = () => {
		const { overlay } = store.getState();
		return overlay?.kind === 'prompt' ? [overlay.prompt.title, overlay.prompt.asks] : undefined;
	};
	return { store, logins, done, asked };
}

const [own, system] = ['nats://own.example:4222', 'nats://sys.example:4222'];

it('asks for the own password first, then for that of the system account, and hands each to its own server', async () => {
	const { store, logins, done, asked } = opened();
	logins.connect(await settingsOf(own, true));
	logins.connectSystem(await settingsOf(system, true));
	expect(asked()).toEqual([`Password for ${own}`, { kind: 'password', login: 'own' }]);
	logins.logIn('own', 'of own');
	expect(done).toEqual([`own ${own} whole`]);
	expect(asked()).toEqual([`Password for ${system}`, { kind: 'password', login: 'system' }]);
	store.setState({ overlay: undefined });
	logins.logIn('system', 'of system');
	expect(done).toEqual([`own ${own} whole`, `system ${system} whole`]);
});

it('opens a second connection that needs no password after the own one, which would close it', async () => {
	const { logins, done } = opened();
	logins.connect(await settingsOf(own, true));
	logins.connectSystem(await settingsOf(system, false));
	expect(done).toEqual([]);
	logins.logIn('own', 'x');
	expect(done).toEqual([`own ${own} whole`, `system ${system} whole`]);
});

it('opens the second connection if nobody gives the own password', async () => {
	const { store, logins, done, asked } = opened();
	logins.connect(await settingsOf(own, true));
	logins.connectSystem(await settingsOf(system, false));
	store.setState({ overlay: undefined });
	await Promise.resolve();
	expect([done, asked()]).toEqual([[`system ${system} whole`], undefined]);
});

it('sends no password to a server that nobody waits for any more', async () => {
	const { logins, done } = opened();
	logins.connectSystem(await settingsOf(system, true));
	logins.connect(await settingsOf(own, false));
	logins.logIn('system', 'late');
	logins.logIn('own', 'late');
	expect(done).toEqual([`own ${own} whole`]);
});
