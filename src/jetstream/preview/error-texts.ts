import type { ApiError } from '../wire.ts';

/** What the technical preview said in the place of an error code of today: `-ERR '<text>'`. */
export interface PreviewError {
	/** HTTP-like, as servers of today give it. */
	readonly code: number;
	readonly errCode: number;
	/** Without the quotes around it. `[N]` stands for a sequence. */
	readonly text: string;
}

/** Found in recorded answers of a preview server; where several texts share a code, the first is the one that it is told by. */
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

/** The text, without quotes, that a preview server would have given for an error of today; else the server's own words. */
export function previewTextOf({ err_code, description }: ApiError): string {
	const known = previewErrors.find(({ errCode }) => errCode === err_code);
	if (known === undefined) return description ?? '';
	const [sequence] = /\[?\d+\]?/.exec(description ?? '') ?? [];
	return known.text.replace('[N]', `[${sequence?.replaceAll(/[[\]]/g, '') ?? '0'}]`);
}
