import { asRecord, recordIn } from '../format/is.ts';
import type { EndpointId } from './endpoints.ts';

/**
 * What a read-only door lets pass although its endpoints change something: a consumer that acknowledges nothing and vanishes with its
 * reader (messages/reading-consumer.ts), and the deletion of one that this door made.
 */
export class ReaderConsumers {
	readonly #made = new Set<string>();

	allow(id: EndpointId, params: Readonly<Record<string, unknown>>, body: object | undefined): boolean {
		const name = `${params.stream} ${params.consumer}`;
		if (id === 'consumer.delete') return this.#made.delete(name);
		if (id !== 'consumer.create.filtered' || !isOfReader(body)) return false;
		this.#made.add(name);
		return true;
	}
}

function isOfReader(body: object | undefined): boolean {
	const config = recordIn(asRecord(body), 'config');
	return (
		config.ack_policy === 'none' &&
		config.mem_storage === true &&
		typeof config.deliver_subject === 'string' &&
		config.durable_name === undefined
	);
}
