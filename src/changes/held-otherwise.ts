import { isRecord } from '../format/is.ts';
import { type Difference, differences } from '../jetstream/difference.ts';
import { consumerFields } from '../jetstream/fields/consumer.ts';
import type { Field } from '../jetstream/fields/field.ts';
import { streamFields } from '../jetstream/fields/stream.ts';
import type { Configuration } from './proposal.ts';
import type { Run, StepResult } from './run.ts';
import type { Wire } from './wire.ts';

export interface Asked {
	readonly fields: readonly Field[];
	readonly config: Configuration;
}

/** The configuration that a request asks for, with the fields that it may have; undefined for a request that asks for none. */
export function askedFor(wire: Wire): Asked | undefined {
	if (wire.kind !== 'request' || !isRecord(wire.body)) return undefined;
	const { endpoint, body } = wire;
	if (endpoint === 'stream.create' || endpoint === 'stream.update') return { fields: streamFields, config: body };
	return endpoint.startsWith('consumer.') && isRecord(body.config)
		? { fields: consumerFields, config: body.config }
		: undefined;
}

/**
 * What a server stored otherwise than it was asked to, from its reply: `before` is what was asked. Servers before 2.12 drop the
 * keys of newer ones without a word, and all correct some values by others. Only what was asked for is compared; a seal, which
 * says beforehand what it changes besides, is not.
 */
export function heldOtherwise(wire: Wire, result: StepResult): readonly Difference[] {
	const asked = askedFor(wire);
	if (result.kind !== 'done' || !isRecord(result.reply) || !isRecord(result.reply.config) || asked === undefined)
		return [];
	return heldInstead(asked, result.reply.config);
}

/** Of what is asked for in a configuration, that which another has otherwise. */
export function heldInstead({ fields, config }: Asked, held: Configuration): readonly Difference[] {
	if (config.sealed === true) return [];
	return differences(fields, config, held).filter(({ path }) => {
		const [key = ''] = path.split('.');
		// A flag of the request: no configuration has it.
		return key !== 'pedantic' && config[key] !== undefined && config[key] !== null;
	});
}

/** That, of all that a run has done, as a sentence; undefined where everything is stored as it was asked for. */
export function heldNote({ proposal, results }: Run): string | undefined {
	const held = proposal.steps.flatMap(({ wire }, at) => {
		const result = results[at];
		return result === undefined ? [] : heldOtherwise(wire, result);
	});
	return held.length === 0 ? undefined : `The server stored different values: ${heldInWords(held)}.`;
}

/** As the end of a sentence: `max age: 1d, not 2d; filter subjects: without a`. */
export function heldInWords(held: readonly Difference[]): string {
	return held
		.map(({ label, before, after }) => {
			const name = label.toLowerCase();
			if (after === undefined) return `${name}: without ${before}`;
			return before === undefined ? `${name}: also ${after}` : `${name}: ${after}, not ${before}`;
		})
		.join('; ');
}
