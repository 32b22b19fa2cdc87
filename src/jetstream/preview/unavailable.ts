import { isRecord } from '../../format/is.ts';
import { stringifyJson } from '../../format/json.ts';
import type { Config } from '../fields/config.ts';
import { consumerFields } from '../fields/consumer.ts';
import type { Field } from '../fields/field.ts';
import { identity, normalValue } from '../fields/normal.ts';
import { streamFields } from '../fields/stream.ts';
import { isSubject } from '../subject-match.ts';
import { consumerToPreview, previewCanStart, streamToPreview } from './configs.ts';

/** Of the tables, what the technical preview of March 2020 had, under these or other names. */
const known = (fields: readonly Field[]): ReadonlySet<string> =>
	new Set(fields.filter(({ since }) => since === '2.2').map(({ name }) => name));
const streamNames = known(streamFields);
const consumerNames = known(consumerFields);

/**
 * Why a preview server cannot have this stream, as a sentence that names the field; undefined when it can. A malformed subject
 * must never be sent to it: it ends the server's process.
 */
export function streamUnavailable(config: Config): string | undefined {
	const missing = unknownField(streamFields, streamNames, config, streamToPreview(config));
	if (missing !== undefined) return missing;
	if (Number(config.num_replicas ?? 1) > 1) return 'num_replicas must be 1: the technical preview had no clusters.';
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
		return `deliver_policy ${String(config.deliver_policy)} came later: the technical preview had all, last, new, and a start by sequence or time.`;
	if (isSet(name) && name !== durable_name)
		return 'name needs an equal durable_name: the technical preview named ephemeral consumers by itself.';
	const wrong = [
		['filter_subject', filter_subject],
		['deliver_subject', deliver_subject],
	].find(([, value]) => isSet(value) && !(typeof value === 'string' && isSubject(value)));
	return wrong && `${String(wrong[0])} ${stringifyJson(wrong[1])} is no subject.`;
}

/** A field that came later and says something else than what happens without it. */
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
	return later && `${later.name} is not in the technical preview: leave it out.`;
}

/** What is wrong with the subjects of a stream, so that the server would end by it. */
export function malformedSubjects({ subjects }: Config): string | undefined {
	if (!Array.isArray(subjects)) return undefined;
	const wrong = subjects.find((subject) => typeof subject !== 'string' || !isSubject(subject));
	if (wrong === undefined) return undefined;
	return `subjects holds ${stringifyJson(wrong)}, which is no subject: a preview server would end by it, so it is not sent.`;
}

function isSet(value: unknown): boolean {
	if (value === undefined || value === null || value === '' || value === false || value === 0) return false;
	if (Array.isArray(value)) return value.length > 0;
	return !isRecord(value) || Object.keys(value).length > 0;
}
