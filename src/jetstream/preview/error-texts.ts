import type { ApiError } from '../wire.ts';
import type { PreviewAsked } from './preview-asked.ts';

/** The text of the technical preview for a current error code: `-ERR '<text>'`. */
export interface PreviewError {
	/** HTTP-like, as on current servers. */
	readonly code: number;
	readonly errCode: number;
	/** Without the quotes around it. `[N]` stands for a sequence. */
	readonly text: string;
}

/** From recorded replies of a preview server; if several texts share a code, the first one stands for it. */
export const previewErrors: readonly PreviewError[] = [
	{ code: 503, errCode: 10039, text: 'jetstream not enabled for account' },
	{ code: 400, errCode: 10003, text: 'bad request' },
	{ code: 400, errCode: 10025, text: 'bad request' },
	{ code: 404, errCode: 10059, text: 'stream not found' },
	{ code: 404, errCode: 10014, text: 'consumer not found' },
	{ code: 404, errCode: 10068, text: 'no template found' },
	{ code: 400, errCode: 10056, text: 'stream name in subject does not match request' },
	{ code: 400, errCode: 10073, text: 'template name in subject does not match request' },
	{ code: 400, errCode: 10058, text: 'stream name already in use' },
	{ code: 400, errCode: 10065, text: 'subjects overlap with an existing stream' },
	{ code: 500, errCode: 10074, text: 'maximum replicas is 1' },
	{ code: 500, errCode: 10047, text: 'insufficient storage resources available' },
	{ code: 500, errCode: 10028, text: 'insufficient memory resources available' },
	{ code: 400, errCode: 10026, text: 'maximum consumers exceeds account limit' },
	{ code: 400, errCode: 10002, text: 'resource limits exceeded for account' },
	{ code: 400, errCode: 10043, text: 'sequence [N] not found' },
	{ code: 404, errCode: 10037, text: 'could not load message from storage' },
	{ code: 400, errCode: 10018, text: 'consumer expected to be durable but a durable name was not set' },
	{ code: 400, errCode: 10017, text: 'consumer name in subject does not match durable name in request' },
	{ code: 400, errCode: 10020, text: 'consumer expected to be ephemeral but a durable name was set' },
	{ code: 400, errCode: 10079, text: 'consumer delivery subject has wildcards' },
	{ code: 400, errCode: 10081, text: 'consumer delivery subject forms a cycle' },
	{ code: 400, errCode: 10084, text: 'consumer in pull mode requires explicit ack policy' },
	{ code: 400, errCode: 10085, text: 'consumer in pull mode requires a durable name' },
	{ code: 400, errCode: 10093, text: 'consumer filter subject is not a valid subset of the interest subjects' },
	{ code: 400, errCode: 10103, text: "durable name can not contain '.', '*', '>'" },
	{ code: 400, errCode: 10105, text: 'consumer already exists and is still active' },
	{ code: 400, errCode: 10013, text: 'consumer already exists and is still active' },
	{ code: 400, errCode: 10148, text: 'consumer already exists' },
	{ code: 400, errCode: 10106, text: 'consumer replacement durable config not the same' },
	{ code: 400, errCode: 10098, text: 'workqueue stream requires explicit ack' },
	{ code: 400, errCode: 10101, text: 'consumer must be deliver all on workqueue stream' },
	{ code: 400, errCode: 10099, text: 'multiple non-filtered observables not allowed on workqueue stream' },
	{ code: 400, errCode: 10100, text: 'filtered consumer not unique on workqueue stream' },
];

/** A current error that maps to one of the preview only for some endpoints or descriptions. */
interface Otherwise {
	readonly endpoint: RegExp;
	readonly errCode: number;
	readonly description: RegExp;
	/** `[N]` stands for the requested sequence, `[R]` for the replicas, `$1` for a part of the description. */
	readonly text: string;
}

/** Seen on nats-server 2.9, 2.10 and 2.15. */
const otherwise: readonly Otherwise[] = [
	// File streams return it for sequences that they never had.
	{
		endpoint: /^stream\.msg\.delete$/,
		errCode: 10057,
		description: /^(stream store EOF|no message found)$/,
		text: 'sequence [N] not found',
	},
	{
		endpoint: /^stream\.(create|update)$/,
		errCode: 10133,
		description: /^.*cannot be negative$/,
		text: 'replicas setting of [R] not allowed',
	},
	{
		endpoint: /^stream\.(create|update)$/,
		errCode: 10052,
		description: /^maximum replicas is \d+$/,
		text: 'maximum replicas is 1',
	},
	// 2.15; 2.9 and 2.10 use the text of the preview. Its text for two unequal subjects was never recorded.
	{
		endpoint: /^stream\.(create|update)$/,
		errCode: 10052,
		description: /^subject "(.*)" overlaps with "\1"$/,
		text: 'duplicate subjects detected',
	},
	// From 2.10 on.
	{
		endpoint: /^stream\.update$/,
		errCode: 10052,
		description: /^(stream configuration update can not change retention policy) to\/from workqueue$/,
		text: '$1',
	},
	{
		endpoint: /^consumer\.create\.durable$/,
		errCode: 10012,
		description: /^.*can not be updated$|^can not update .*$/,
		text: 'consumer replacement durable config not the same',
	},
];

/** The text of a preview server, without quotes, for a current error; else the description of the error. */
export function previewTextOf({ endpoint, payload }: PreviewAsked, { err_code, description = '' }: ApiError): string {
	const here = otherwise.find(
		(row) => row.errCode === err_code && row.endpoint.test(endpoint) && row.description.test(description),
	);
	const text = here
		? description.replace(here.description, here.text)
		: (previewErrors.find(({ errCode }) => errCode === err_code)?.text ?? description);
	const [sequence = '0'] = /\d+/.exec(endpoint === 'stream.msg.delete' && payload !== '' ? payload : description) ?? [];
	const [, replicas = '-1'] = /"num_replicas"\s*:\s*(-\d+)/i.exec(payload) ?? [];
	return text.replace('[N]', `[${BigInt(sequence)}]`).replace('[R]', replicas);
}
