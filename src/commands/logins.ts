import { withSecret } from '../nats/settings.ts';
import type { Settings } from '../nats/settings-types.ts';
import type { Login } from '../store/overlay.ts';
import { showPrompt } from './ask.ts';
import type { Deck } from './deck-handle.ts';

/**
 * Opens the deck's connections, and asks for the password of one that needs it: first the own one's. The state contains no
 * secrets: the settings that wait for a password stay here, each under the login that its prompt names.
 */
export class Logins {
	readonly #deck: Pick<Deck, 'store' | 'connect' | 'connectSystem'>;
	readonly #waiting = new Map<Login, Settings>();

	constructor(deck: Pick<Deck, 'store' | 'connect' | 'connectSystem'>) {
		this.#deck = deck;
	}

	/** Another own connection closes the second one, so nothing else waits any more. */
	connect(settings: Settings): void {
		this.#waiting.clear();
		if (settings.needs === undefined) this.#deck.connect(settings);
		else this.#ask('own', settings);
	}

	/** Waits while the password of the own connection is asked for, because that connection would close this one. */
	connectSystem(settings: Settings): void {
		const { overlay } = this.#deck.store.getState();
		const asks = overlay?.kind === 'prompt' ? overlay.prompt.asks : undefined;
		if (asks?.kind === 'password' && asks.login === 'own') this.#waiting.set('system', settings);
		else if (settings.needs === undefined) {
			this.#waiting.delete('system');
			this.#deck.connectSystem(settings);
		} else this.#ask('system', settings);
	}

	/** The answer to the prompt for this login: no other one sees the password. */
	logIn(login: Login, password: string): void {
		const settings = this.#waiting.get(login);
		this.#waiting.delete(login);
		if (settings === undefined) return;
		const whole = withSecret(settings, { password });
		if (login === 'system') this.#deck.connectSystem(whole);
		else this.#deck.connect(whole);
		this.#openNext();
	}

	#ask(login: Login, settings: Settings): void {
		this.#waiting.set(login, settings);
		const prompt = {
			title: `Password for ${settings.target.label}`,
			help: 'Leave it empty if --user is a token, as for the nats CLI. esc stays disconnected.',
			secret: true,
			asks: { kind: 'password', login } as const,
		};
		this.#deck.store.setState(showPrompt(prompt, ''));
		if (login === 'own') this.#whenLeft(settings);
	}

	/** A second connection that waits for the prompt of the own one does not wait for ever: esc leaves the own one disconnected. */
	#whenLeft(settings: Settings): void {
		const { store } = this.#deck;
		const stop = store.subscribe(({ overlay }) => {
			if (overlay?.kind === 'prompt' && overlay.prompt.asks.kind === 'password') return;
			stop();
			// An answer closes the prompt too, before it arrives here.
			queueMicrotask(() => {
				if (this.#waiting.get('own') === settings) this.#openNext();
			});
		});
	}

	#openNext(): void {
		const next = this.#waiting.get('system');
		if (next !== undefined) this.connectSystem(next);
	}
}
