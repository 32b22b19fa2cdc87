import type { Fault } from '../../src/jetstream/rules/situation.ts';
import type { Supports } from './configs.ts';
import type { Refusal, Trial } from './rule-trials.ts';

/** What we refuse and a server takes, with the reason. */
interface Stricter {
	readonly reason: string;
	readonly on?: (supports: Supports) => boolean;
	readonly request?: RegExp;
	readonly fault: RegExp;
}

/** What we take and a server refuses, with the reason. */
interface Laxer {
	readonly reason: string;
	readonly on?: (supports: Supports) => boolean;
	readonly request: RegExp;
	readonly refusal: RegExp;
}

const before =
	(version: Parameters<Supports>[0]) =>
	(supports: Supports): boolean =>
		!supports(version);

/** Faults are written `path: message`. */
const stricter: readonly Stricter[] = [
	{
		reason:
			'Servers before 2.12 let streams take and acknowledge subjects of the API, and every request has two answers.',
		on: before('2.12'),
		request: /STREAM/,
		fault: /: No ack must be on for a stream that takes all|includes subjects of the server; that needs no ack/,
	},
	{
		reason: 'Servers before 2.15 that run alone take an update to more replicas and never make them.',
		on: before('2.15'),
		request: /STREAM\.UPDATE/,
		fault: /^num_replicas: Replicas must be 1: this server runs alone/,
	},
	{
		reason: 'Servers take a start sequence and a start time of a source together and forget the time.',
		fault: /: start time and start sequence exclude each other/,
	},
	{
		reason: 'Servers from 2.10 on take a republish to nowhere and publish nothing.',
		fault: /^republish\.dest: Republish needs a subject/,
	},
	{
		reason: '2.9 takes names of origins that no stream can have, and copies nothing.',
		on: before('2.10'),
		fault: /: the name of the stream must/,
	},
	{
		reason: '2.9 and, in an update, all lines take a filter of a source that is no subject, and copy nothing.',
		request: /STREAM/,
		fault: /: filter subject must be a subject/,
	},
	{
		reason: 'Servers take an external origin without the prefix of its API, and find nothing.',
		fault: /: external needs the API prefix of the other account/,
	},
	{
		reason: 'Servers before 2.12 take times below zero, which expire at once.',
		on: before('2.12'),
		request: /CONSUMER/,
		fault: /^(ack_wait|backoff): .* must not be below zero/,
	},
	{
		reason: 'Servers update a consumer whose name exists, or take one that is exactly the same.',
		request: /CONSUMER\.CREATE/,
		fault: /^name: Name: another consumer/,
	},
	{
		reason: 'The same, for a stream that has as many consumers as it may.',
		request: /CONSUMER\.CREATE/,
		fault: /^name: Name: the stream may have 1 consumers/,
	},
	{
		reason: 'Servers take another name in an update of a consumer and keep the old one.',
		request: /CONSUMER\.UPDATE/,
		fault: /^(name: Name|durable_name: Durable name) cannot be changed after creation/,
	},
	{
		reason: 'Servers leave the pause as it was in an update.',
		request: /CONSUMER\.UPDATE/,
		fault: /^pause_until: Paused until: an update does not change it/,
	},
	{
		reason:
			'2.9 takes an update of a consumer with a start time when nothing is different to it, its defaults included.',
		on: before('2.10'),
		request: /CONSUMER\.UPDATE/,
		fault: /^opt_start_time: Start time: servers before 2\.10/,
	},
];

/** Refusals are written `err_code description`. */
const laxer: readonly Laxer[] = [
	{
		reason:
			'2.9 compares a filter with the subjects of the origins too, which the situation of a consumer does not hold.',
		on: before('2.10'),
		request: /CONSUMER/,
		refusal: /^10093 /,
	},
	{
		reason: '2.9 refuses even an update without a difference when a consumer has a start time; none is ever sent.',
		on: before('2.10'),
		request: /CONSUMER\.UPDATE/,
		refusal: /^10012 start time can not be updated/,
	},
	{
		reason:
			'The consumer through which a server copies the stream into another counts, and no list of consumers has it.',
		request: /STREAM\.UPDATE/,
		refusal: /^10069 .*violates consumers: [A-Za-z0-9]{8}$/,
	},
];

/** The faults for which there is no reason why a server would not refuse. */
export function unexcused({ faults, request }: Trial, supports: Supports): readonly Fault[] {
	return faults.filter(
		({ path, message }) =>
			!stricter.some(
				(row) =>
					(row.on?.(supports) ?? true) && (row.request?.test(request) ?? true) && row.fault.test(`${path}: ${message}`),
			),
	);
}

/** Whether it is known that a server refuses this, and we do not. */
export function isExcused(refusal: Refusal, request: Trial['request'], supports: Supports): boolean {
	return laxer.some(
		(row) =>
			(row.on?.(supports) ?? true) &&
			row.request.test(request) &&
			row.refusal.test(`${refusal.errCode} ${refusal.description}`),
	);
}
