import { isRecord } from '../../format/is.ts';
import { stringifyJson } from '../../format/json.ts';
import type { Config } from '../fields/config.ts';
import { consumerFields } from '../fields/consumer.ts';
import type { Field } from '../fields/field.ts';
import { identity, normalValue } from '../fields/normal.ts';
import { streamFields } from '../fields/stream.ts';
import { isSubject } from '../subject-match.ts';
import { consumerToPreview, previewCanStart, streamToPreview } from './configs.ts';

/** The rows of the tables that the technical preview of March 2020 had, under these or other names. */
const known = (fields: readonly Field[]): ReadonlySet<string> =>
	new Set(fields.filter(({ since }) => since === '2.2').map(({ name }) => name));
const streamNames = known(streamFields);
const consumerNames = known(consumerFields);

/**
 * Why a preview server cannot have this stream, as a sentence that names the field; undefined if it can. Malformed subjects
 * must never reach it: they crash the server.
 */
export function streamUnavailable(config: Config): string | undefined {
	const missing = unknownField(streamFields, streamNames, config, streamToPreview(config));
	if (missing !== undefined) return missing;
	if (Number(config.num_replicas ?? 1) > 1)
		return 'num_replicas must be 1: the technical preview does not support clusters.';
	return malformedSubjects(config);
}

/** Why a preview server cannot have this consumer, as a sentence that names the field; undefined when it can. */
export function consumerUnavailable(config: Config): string | undefined {
	const { name, durable_name, filter_subject, deliver_subject, ...rest } = config;
	const missing = unknownField(consumerFields, consumerNames, rest, {
		...consumerToPreview(config),
		deliver_subject,
	});
	if (missing !== undefined) return missing;
	if (!previewCanStart(config))
		return `The technical preview does not support deliver_policy ${String(config.deliver_policy)}: use all, last, new, by_start_sequence or by_start_time.`;
	if (isSet(name) && name !== durable_name)
		return 'name needs an equal durable_name: the technical preview chose the names of ephemeral consumers itself.';
	const wrong = [
		['filter_subject', filter_subject],
		['deliver_subject', deliver_subject],
	].find(([, value]) => isSet(value) && !(typeof value === 'string' && isSubject(value)));
	return wrong && `${String(wrong[0])} ${stringifyJson(wrong[1])} is not a valid subject.`;
}

/** A later field whose value differs from what the preview does without it. */
function unknownField(
	fields: readonly Field[],
	names: ReadonlySet<string>,
	config: Config,
	kept: Config,
): string | undefined {
	const later = fields.find(
		(field) =>
			!names.has(field.name) &&
			isSet(config[field.name]) &&
			identity(field, normalValue(field, config)) !== identity(field, normalValue(field, kept)),
	);
	return later && `The technical preview does not support ${later.name}: leave it out.`;
}

/** What is wrong with the subjects of a stream and would crash the server. */
export function malformedSubjects({ subjects }: Config): string | undefined {
	if (!Array.isArray(subjects)) return undefined;
	const wrong = subjects.find((subject) => typeof subject !== 'string' || !isSubject(subject));
	if (wrong === undefined) return undefined;
	return `subjects contains ${stringifyJson(wrong)}, which is not a subject and would crash a preview server: nothing was sent.`;
}

function isSet(value: unknown): boolean {
	if (value === undefined || value === null || value === '' || value === false || value === 0) return false;
	if (Array.isArray(value)) return value.length > 0;
	return !isRecord(value) || Object.keys(value).length > 0;
}
