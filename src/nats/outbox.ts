import { DataBuffer } from 'nats/lib/nats-base-client/internal_mod.js';
import type { PlannedTransport } from './transport.ts';

/** Payloads from this size on are sent from their own memory. */
const largeBytes = 16 * 1024;

/**
 * What a connection sends next. The library (2.29.3) joins all of it into new memory; for a transfer that is each of its bytes once more,
 * and memory that stays used until V8 looks. So a payload must not change until the server has acknowledged it.
 */
export class Outbox extends DataBuffer {
	readonly #transport: PlannedTransport;

	constructor(transport: PlannedTransport) {
		super();
		this.#transport = transport;
	}

	override drain(most?: number): Uint8Array {
		if (most !== undefined || !this.buffers.some(({ length }) => length >= largeBytes)) return super.drain(most);
		const parts = this.buffers;
		this.buffers = [];
		this.byteLength = 0;
		this.#transport.sendTogether(parts.slice(0, -1));
		// The library sends it.
		return parts.at(-1) ?? new Uint8Array(0);
	}
}
