import type { Config } from '../fields/config.ts';
import type { OddAttribute, Writer } from './attribute.ts';
import { list, one, text, time, whole } from './values.ts';

const starts = new Set(['all', 'last', 'new', 'last_per_subject']);

/** Exactly one of these must be there. */
export const start: Writer = (policy, { opt_start_seq, opt_start_time }) => {
	if (policy === 'by_start_sequence') return whole('stream_sequence', opt_start_seq);
	if (policy === 'by_start_time') return time('start_time', opt_start_time);
	return typeof policy === 'string' && starts.has(policy) ? one(`deliver_${policy}`, 'true') : undefined;
};

/** The attribute of the policy includes it. */
export const startOf = (policy: string): OddAttribute => ({
	write: (_value, { deliver_policy }) => (deliver_policy === policy ? {} : undefined),
});

const ackPolicies = new Set<unknown>(['none', 'all', 'explicit', 'flow_control']);

export const ackPolicy: Writer = (value) => (ackPolicies.has(value) ? text('ack_policy', value) : undefined);

/** One of several filters is read back as the single filter. */
export const filtersAttribute: OddAttribute = {
	write: (value) =>
		Array.isArray(value) && value.length === 1 ? text('filter_subject', value[0]) : list('filter_subjects', value),
};

/** The first step replaces ack_wait; the server refuses a pedantic request with another one (10157). */
export const firstStep = ({ backoff }: Config): unknown => (Array.isArray(backoff) ? backoff[0] : undefined);

/** Consumers without acknowledgements have no such limit by default. */
export const unlimitedPending = ({ ack_policy = 'none', max_ack_pending }: Config): unknown =>
	ack_policy === 'none' && !max_ack_pending ? 0 : undefined;

/** Excludes a deliver subject; push consumers leave it out. */
export const maxWaiting: Writer = (value) => (value === undefined ? {} : whole('max_waiting', value));
