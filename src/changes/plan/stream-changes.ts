import { plural } from '../../format/integer.ts';
import type { StreamInfo } from '../../jetstream/wire.ts';
import type { Proposal } from '../proposal.ts';
import { streamStep } from './steps.ts';
import { bad, plain, warn } from './wording.ts';

/** Seals a stream for ever: no message is lost, none can be added or removed. */
export function planSeal(info: StreamInfo): Proposal {
	const { config, state } = info;
	const { name } = config;
	const step = streamStep(info, 'stream.update', { ...config, sealed: true });
	return {
		title: `Seal stream ${name}`,
		doing: 'sealing',
		done: `Stream ${name} is sealed.`,
		effect: 'change',
		// Sealing cannot be undone, so a yes is not enough.
		typed: name,
		consequences: [
			bad('This cannot be undone: a sealed stream can only be deleted.'),
			warn('Nobody can publish to it, delete from it or purge it; limits no longer remove messages.'),
			plain(`It keeps its ${plural(state.messages, 'message')}, and consumers can still read them.`),
			...((config.max_age ?? 0) !== 0 ? [warn('The server removes max_age: messages no longer expire.')] : []),
		],
		steps: [{ ...step, expects: { ...step.expects, config } }],
	};
}
