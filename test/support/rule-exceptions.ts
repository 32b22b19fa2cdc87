import type { Fault } from '../../src/jetstream/rules/situation.ts';
import type { Supports } from './configs.ts';
import type { Trial } from './rule-trials.ts';

/** What we refuse and a server takes, with the reason. */
interface Stricter {
	readonly reason: string;
	readonly on?: (supports: Supports) => boolean;
	readonly request?: RegExp;
	readonly fault: RegExp;
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
