import type { Config } from '../fields/config.ts';
import type { OddAttribute, Part, Writer } from './attribute.ts';
import { hasFraction, list, one, seconds, text, time, whole } from './values.ts';

const starts = new Set(['all', 'last', 'new', 'last_per_subject']);

/** Exactly one of these must be there. */
export const start: Writer = (policy, { opt_start_seq, opt_start_time }) => {
	if (policy === 'by_start_sequence') return whole('stream_sequence', opt_start_seq);
	if (policy === 'by_start_time') return commented(time('start_time', opt_start_time), fixedStart(opt_start_time));
	return typeof policy === 'string' && starts.has(policy) ? one(`deliver_${policy}`, 'true') : undefined;
};

const commented = (part: Part | undefined, more: readonly string[]): Part | undefined =>
	part && { ...part, comments: [...(part.comments ?? []), ...more] };

/** An update sends the start along, which no server lets change (10012). */
const fixedStart = (time: unknown): readonly string[] =>
	hasFraction(time)
		? ['The server refuses a changed start: Terraform can import this consumer, but not change it.']
		: [];

/** The attribute of the policy includes it. */
export const startOf = (policy: string): OddAttribute => ({
	write: (_value, { deliver_policy }) => (deliver_policy === policy ? {} : undefined),
});

const ackPolicies = new Set<unknown>(['none', 'all', 'explicit', 'flow_control']);

export const ackPolicy: Writer = (value) => (ackPolicies.has(value) ? text('ack_policy', value) : undefined);

/** The provider sends a list of one filter as the single filter, and reads that back. */
export const filtersAttribute: OddAttribute = {
	write: (value) =>
		Array.isArray(value) && value.length === 1
			? commented(text('filter_subject', value[0]), [
					'The first plan moves the filter from filter_subjects to filter_subject. Applying it filters the same.',
				])
			: list('filter_subjects', value),
};

/** Terraform replaces a consumer whose heartbeat differs, and the new one starts over. An imported one has parts of a second. */
export const heartbeat: Writer = (value) => {
	const part = seconds('heartbeat', value);
	if (part === undefined || !part.comments?.length) return part;
	const kept = { head: 'lifecycle', attributes: [{ name: 'ignore_changes', value: '[heartbeat]' }] };
	return commented({ ...part, blocks: [kept] }, [
		'ignore_changes keeps Terraform from replacing an imported consumer for its heartbeat.',
	]);
};

/** The first step replaces ack_wait; the server refuses a pedantic request with another one (10157). */
export const firstStep = ({ backoff }: Config): unknown => (Array.isArray(backoff) ? backoff[0] : undefined);

/** Consumers without acknowledgements have no such limit by default. */
export const unlimitedPending = ({ ack_policy = 'none', max_ack_pending }: Config): unknown =>
	ack_policy === 'none' && !max_ack_pending ? 0 : undefined;

/** Excludes a deliver subject; push consumers leave it out. */
export const maxWaiting: Writer = (value) => (value === undefined ? {} : whole('max_waiting', value));
