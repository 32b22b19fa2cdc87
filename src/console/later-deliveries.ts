import type { Api } from '../jetstream/request.ts';
import type { Link } from '../nats/link.ts';
import { deliversTo } from './delivering.ts';

/**
 * Watches for consumers that are created while somebody listens, and deliver there: to them the subscription is the interest
 * that they wait for. A deliver subject that is changed later is not told (nats-server 2.15 has no advisory of it), and nothing is
 * where the user may not hear advisories.
 * @param onFound with stream and consumer in words
 */
export function watchLaterDeliveries(
	{ link, api }: { readonly link: Link; readonly api: Api },
	subject: string,
	onFound: (name: string) => void,
): () => void {
	const created = `${link.target.eventPrefix ?? '$JS.EVENT'}.ADVISORY.CONSUMER.CREATED.`;
	const look = async (stream: string, consumer: string): Promise<void> => {
		const answer = await api.request('consumer.info', { stream, consumer });
		if (answer.ok && deliversTo(answer.value, subject)) onFound(`${stream} > ${consumer}`);
	};
	return link.subscribe(
		`${created}*.*`,
		({ subject: told }) => {
			const [stream = '', consumer = ''] = told.slice(created.length).split('.');
			void look(stream, consumer);
		},
		() => undefined,
	);
}
