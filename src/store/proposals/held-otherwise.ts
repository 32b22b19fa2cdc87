import { type Difference, differences } from '../../jetstream/difference.ts';
import { consumerFields } from '../../jetstream/fields/consumer.ts';
import { isRecord } from '../../jetstream/fields/normal.ts';
import { streamFields } from '../../jetstream/fields/stream.ts';
import type { Configuration, Wire } from './proposal.ts';
import type { StepResult } from './run.ts';

/**
 * What a server holds otherwise than it was told to, from its answer: `before` is what was asked. Servers before 2.12 drop the
 * keys of newer ones without a word, and all correct some values by others. Only what was asked for is compared; a seal, which
 * says beforehand what it changes besides, is not.
 */
export function heldOtherwise({ endpoint, body }: Wire, result: StepResult): readonly Difference[] {
	if (result.kind !== 'done' || !isRecord(result.reply) || !isRecord(result.reply.config) || !isRecord(body)) return [];
	const stream = endpoint === 'stream.create' || endpoint === 'stream.update';
	const asked: Configuration = stream ? body : isRecord(body.config) ? body.config : {};
	if (asked.sealed === true) return [];
	const known = stream ? streamFields : consumerFields;
	return differences(known, asked, result.reply.config).filter(({ path }) => {
		const [key = ''] = path.split('.');
		return asked[key] !== undefined && asked[key] !== null;
	});
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
