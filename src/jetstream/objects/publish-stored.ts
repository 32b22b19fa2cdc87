import { isRecord, isText, recordIn, textIn } from '../../format/is.ts';
import { parseJson } from '../../format/json.ts';
import type { Link, RequestOptions } from '../../nats/link.ts';
import { apiProblem, malformedProblem } from '../advice.ts';
import type { Problem } from '../problem.ts';
import { rawProblem } from '../raw-door.ts';
import type { ApiError } from '../wire.ts';
import type { ObjectSource } from './source.ts';

/**
 * Publishes a message of a bucket. Undefined once its stream has stored it; a stream of the same name in another domain takes what is
 * published too, so that the acknowledgement must name the right one.
 */
export async function publishStored(
	link: Link,
	{ api, bucket }: Pick<ObjectSource, 'api' | 'bucket'>,
	subject: string,
	payload: Uint8Array | string,
	options: Pick<RequestOptions, 'headers' | 'signal'> = {},
): Promise<Problem | undefined> {
	const reply = await link.request(subject, payload, options);
	if (!reply.ok) return rawProblem(subject, reply.problem);
	const parsed = parseJson(new TextDecoder().decode(reply.message.data));
	if (!parsed.ok || !isRecord(parsed.value)) return malformedProblem(subject, 'is no acknowledgement of a stream');
	const ack = parsed.value;
	if (isRecord(ack.error)) return apiProblem(subject, recordIn(ack, 'error') as unknown as ApiError);
	const stream = textIn(ack, 'stream');
	const domain = isText(ack.domain) ? ack.domain : '';
	const wanted = api.domain();
	if (stream === bucket.stream && (wanted === undefined || wanted === domain)) return undefined;
	const where = domain === '' ? '' : ` of domain ${domain}`;
	return {
		kind: 'api',
		subject,
		message: `Stream ${stream ?? 'unknown'}${where} stored the message in place of ${bucket.stream}${wanted ? ` of domain ${wanted}` : ''}.`,
		advice: 'Another stream has the subjects of this bucket: remove one of the two.',
	};
}
