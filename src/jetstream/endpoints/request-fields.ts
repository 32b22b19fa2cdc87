import type { RequestField, RequestShape } from './endpoint.ts';

/** Request fields and bodies that several endpoints share. */

export const OFFSET: RequestField = { name: 'offset', kind: 'count', since: '2.9' };
export const PEER: RequestField = { name: 'peer', kind: 'text', since: '2.9', required: true };
/** Makes the server refuse a request that it would correct silently (err_code 10157). */
export const PEDANTIC: RequestField = { name: 'pedantic', kind: 'flag', since: '2.11' };

export const NO_BODY: RequestShape = { body: 'none', fields: [] };
export const EMPTY_BODY: RequestShape = { body: 'empty-only', fields: [] };

/** Servers follow the placement of a step-down from 2.11 on (streams and consumers); older ones choose the leader. */
export const STEPDOWN_BODY: RequestShape = {
	body: 'optional',
	fields: [{ name: 'placement', kind: 'placement', since: '2.9' }],
};

export const CONSUMER_BODY: RequestShape = {
	body: 'required',
	fields: [
		{ name: 'stream_name', kind: 'text', since: '2.9', required: true },
		{ name: 'config', kind: 'consumer-config', since: '2.9', required: true },
		{ name: 'action', kind: 'text', since: '2.10' },
		PEDANTIC,
	],
};
