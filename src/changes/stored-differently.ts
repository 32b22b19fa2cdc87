import { isRecord } from '../format/is.ts';
import { type Difference, differences } from '../jetstream/difference.ts';
import { configuredBy, endpointById } from '../jetstream/endpoints.ts';
import { consumerFields } from '../jetstream/fields/consumer.ts';
import type { Field } from '../jetstream/fields/field.ts';
import { streamFields } from '../jetstream/fields/stream.ts';
import type { Configuration } from './proposal.ts';
import type { Run, StepResult } from './run.ts';
import type { Wire } from './wire.ts';

export interface RequestedConfig {
	readonly fields: readonly Field[];
	readonly config: Configuration;
}

/** The configuration in a request, with the fields that it may have; undefined for a request without one. */
export function requestedConfig(wire: Wire): RequestedConfig | undefined {
	if (wire.kind !== 'request' || !isRecord(wire.body)) return undefined;
	const { endpoint, body } = wire;
	const kind = configuredBy(endpointById(endpoint));
	if (kind === 'stream') return { fields: streamFields, config: body };
	return kind === 'consumer' && isRecord(body.config) ? { fields: consumerFields, config: body.config } : undefined;
}

/**
 * The fields that a server stored with other values than requested, from its reply: `before` is the requested value. Servers before
 * 2.12 silently ignore the keys of newer ones, and all correct some values. Only requested fields are compared, and not those of a
 * seal, whose dialog shows its other changes beforehand.
 */
export function storedDifferently(wire: Wire, result: StepResult): readonly Difference[] {
	const asked = requestedConfig(wire);
	if (result.kind !== 'done' || !isRecord(result.reply) || !isRecord(result.reply.config) || asked === undefined)
		return [];
	return differentValues(asked, result.reply.config);
}

/** The requested fields that a configuration has with other values. */
export function differentValues({ fields, config }: RequestedConfig, held: Configuration): readonly Difference[] {
	if (config.sealed === true) return [];
	return differences(fields, config, held).filter(({ path }) => {
		const [key = ''] = path.split('.');
		// pedantic is a flag of the request, not of the configuration.
		return key !== 'pedantic' && config[key] !== undefined && config[key] !== null;
	});
}

/** The same for all steps of a run, as a sentence; undefined if everything is stored as requested. */
export function storedNote({ proposal, results }: Run): string | undefined {
	const held = proposal.steps.flatMap(({ wire }, at) => {
		const result = results[at];
		return result === undefined ? [] : storedDifferently(wire, result);
	});
	return held.length === 0 ? undefined : `The server stored different values: ${differencesInWords(held)}.`;
}

/** As the end of a sentence: `max age: 1d, not 2d; filter subjects: without a`. */
export function differencesInWords(held: readonly Difference[]): string {
	return held
		.map(({ label, before, after }) => {
			const name = label.toLowerCase();
			if (after === undefined) return `${name}: without ${before}`;
			return before === undefined ? `${name}: also ${after}` : `${name}: ${after}, not ${before}`;
		})
		.join('; ');
}
