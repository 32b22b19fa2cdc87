import type { NatsConnection, Subscription } from 'nats';
import type { LinkProblem, Message } from './link.ts';
import { messageOf } from './message.ts';
import { permissionProblem } from './request.ts';

interface Listener {
	readonly subject: string;
	readonly onMessage: (message: Message) => void;
	readonly onEnd: (problem: LinkProblem) => void;
	current?: Subscription;
}

/** The subscriptions, independent of a connection: each new connection subscribes to all again. */
export class Subscriptions {
	readonly #listeners = new Set<Listener>();
	#connection: NatsConnection | undefined;

	/** @returns how to stop */
	add(subject: string, onMessage: Listener['onMessage'], onEnd: Listener['onEnd']): () => void {
		const listener: Listener = { subject, onMessage, onEnd };
		this.#listeners.add(listener);
		if (this.#connection) this.#listen(listener, this.#connection);
		return () => {
			this.#listeners.delete(listener);
			listener.current?.unsubscribe();
		};
	}

	moveTo(connection: NatsConnection | undefined): void {
		this.#connection = connection;
		for (const listener of this.#listeners) {
			delete listener.current;
			if (connection) this.#listen(listener, connection);
		}
	}

	clear(): void {
		this.#listeners.clear();
		this.#connection = undefined;
	}

	#listen(listener: Listener, connection: NatsConnection): void {
		if (connection.isClosed()) return;
		try {
			listener.current = connection.subscribe(listener.subject, {
				callback: (error, msg) => {
					if (!this.#listeners.has(listener)) return;
					if (error) this.#refused(listener, error);
					else guarded(() => listener.onMessage(messageOf(msg)));
				},
			});
		} catch {
			// The connection is ending: the next one subscribes.
		}
	}

	#refused(listener: Listener, error: unknown): void {
		const problem = permissionProblem(error);
		if (!problem) return;
		this.#listeners.delete(listener);
		guarded(() => listener.onEnd(problem));
	}
}

/** A listener that throws is a bug; it must surface, yet not inside the client's reader, which would stop reading. */
export function guarded(call: () => void): void {
	try {
		call();
	} catch (error) {
		queueMicrotask(() => {
			throw error;
		});
	}
}
