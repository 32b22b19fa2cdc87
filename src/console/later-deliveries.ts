import type { Api } from '../jetstream/request.ts';
import type { Link } from '../nats/link.ts';
import { deliversTo } from './delivering.ts';

/**
 * Watches for consumers that are created during a subscription and deliver to it: for them the subscription is interest. One request
 * at a time, however many are created. It misses a deliver subject that is changed later (nats-server 2.15 has no advisory for that),
 * what is created while the connection is lost, and everything if the user may not receive advisories.
 * @param onFound with stream and consumer in words
 */
export function watchLaterDeliveries(
	{ link, api }: { readonly link: Link; readonly api: Api },
	subject: string,
	onFound: (name: string) => void,
): () => void {
	const created = `${link.target.eventPrefix ?? '$JS.EVENT'}.ADVISORY.CONSUMER.CREATED.`;
	const waiting = new Set<string>();
	let isLooking = false;
	const look = async (): Promise<void> => {
		if (isLooking) return;
		isLooking = true;
		for (const name of waiting) {
			waiting.delete(name);
			const [stream = '', consumer = ''] = name.split('.');
			const answer = await api.request('consumer.info', { stream, consumer });
			if (answer.ok && deliversTo(answer.value, subject)) onFound(`${stream} > ${consumer}`);
		}
		isLooking = false;
	};
	const unsubscribe = link.subscribe(
		`${created}*.*`,
		({ subject: told }) => {
			waiting.add(told.slice(created.length));
			void look();
		},
		() => undefined,
	);
	return () => {
		waiting.clear();
		unsubscribe();
	};
}
