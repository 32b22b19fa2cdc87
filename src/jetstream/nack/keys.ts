import { isInteger } from '../../format/integer.ts';

export const startPolicies: Readonly<Record<string, string>> = {
	by_start_sequence: 'byStartSequence',
	by_start_time: 'byStartTime',
	last_per_subject: 'lastPerSubject',
};

/** The controllers know it, the schema of the resource does not list it. */
export const newerPolicy = (value: unknown): string | undefined =>
	value === 'last_per_subject'
		? 'The schema of the resource may not list lastPerSubject; Kubernetes then refuses the resource.'
		: undefined;

/** A controller in control-loop mode leaves an empty max age out, and its library creates streams of a year. */
export const keptForAYear = (value: unknown): string | undefined =>
	isInteger(value) && value > 0
		? undefined
		: 'NACK with --control-loop creates this stream with a max_age of a year: it cannot send an unlimited one.';
