import type { StoreApi } from 'zustand/vanilla';
import { userInfo } from '../../jetstream/account.ts';
import { isSystemAccount } from '../../jetstream/events/subjects.ts';
import { type Api, openApi } from '../../jetstream/request.ts';
import type { Link } from '../../nats/link.ts';
import { openLink } from '../../nats/open-link.ts';
import type { Settings } from '../../nats/settings-types.ts';
import type { DeckState } from '../state.ts';
import type { Beside } from './access.ts';

/** A connection with what is sent over it. */
export interface SystemConnection {
	readonly link: Link;
	readonly api: Api;
}

/** The connection to a system account beside the deck's own, while there is one. */
export class SecondLink {
	readonly #store: StoreApi<DeckState>;
	readonly #readOnly: boolean;
	#connection: SystemConnection | undefined;

	constructor(store: StoreApi<DeckState>, readOnly: boolean) {
		this.#store = store;
		this.#readOnly = readOnly;
	}

	/** Undefined where there is none. */
	connection(): SystemConnection | undefined {
		return this.#connection;
	}

	/** Opens it in place of the former one. Returns at once. */
	open(settings: Settings): void {
		void this.close();
		const link = openLink(settings);
		this.#connection = { link, api: openApi(link, { readOnly: this.#readOnly }) };
		link.onStatus(() => this.#told(link));
		this.#store.setState(({ system }) => ({
			system: { ...system, beside: { target: settings.target, link: link.status() } },
		}));
		this.#told(link);
	}

	async close(): Promise<void> {
		const link = this.#connection?.link;
		this.#connection = undefined;
		this.#store.setState(({ system }) => (system.beside === undefined ? {} : { system: { own: system.own } }));
		await link?.close();
	}

	#told(link: Link): void {
		const status = link.status();
		this.#note(link, { link: status });
		if (status.phase !== 'connected') return;
		void userInfo(link).then((user) => this.#note(link, { user }));
		void isSystemAccount(link).then((isSystem) => {
			// A connection that is lost meanwhile is asked again when it is back.
			if (link.status().phase === 'connected') this.#note(link, { isSystem });
		});
	}

	#note(link: Link, news: Partial<Beside>): void {
		if (this.#connection?.link !== link) return;
		this.#store.setState(({ system }) =>
			system.beside === undefined ? {} : { system: { ...system, beside: { ...system.beside, ...news } } },
		);
	}
}
