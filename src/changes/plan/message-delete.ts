import { bytes } from '../../format/bytes.ts';
import { dateTime } from '../../format/duration.ts';
import { count, plural } from '../../format/integer.ts';
import { payloadStart } from '../../format/payload.ts';
import type { StoredEntry } from '../../jetstream/messages/stored-entry.ts';
import type { StreamInfo } from '../../jetstream/wire.ts';
import type { Consequence, Plan } from '../proposal.ts';
import { streamStep } from './steps.ts';
import { bad, plain, warn } from './wording.ts';

/** Messages that are shown one by one before they go. */
const MOST_SHOWN = 20;

/**
 * Deletes messages by their sequences. `erase`: what they held is overwritten, which takes longer; otherwise it is only
 * unlinked, and stays on the disk until its block is rewritten.
 */
export function planMessageDelete(
	info: StreamInfo,
	messages: readonly StoredEntry[],
	{ erase }: { readonly erase: boolean },
): Plan {
	const { name, sealed, deny_delete: denied } = info.config;
	const [first] = messages;
	if (first === undefined) return { refusal: `Stream ${name} does not have that message any more.` };
	if (sealed) return { refusal: `Stream ${name} is sealed: nothing can be deleted from it.` };
	if (denied) return { refusal: `Stream ${name} denies the deletion of messages (deny_delete).` };
	const several = messages.length > 1;
	const what = several ? plural(messages.length, 'message') : `message ${count(first.seq)}`;
	return {
		title: `Delete ${what} of stream ${name}`,
		doing: 'deleting messages',
		done: `${several ? what : `Message ${count(first.seq)}`} of stream ${name} ${several ? 'are' : 'is'} deleted.`,
		effect: 'destroy',
		typed: name,
		consequences: [
			...messages.slice(0, MOST_SHOWN).map(shown),
			...(messages.length > MOST_SHOWN ? [plain(`… and ${count(messages.length - MOST_SHOWN)} more.`)] : []),
			bad(several ? 'They cannot be brought back.' : 'It cannot be brought back.'),
			leftOver(info, erase),
			...dependents(info),
		],
		steps: messages.map(({ seq }) => streamStep(info, 'stream.msg.delete', erase ? { seq } : { seq, no_erase: true })),
	};
}

function leftOver({ config }: StreamInfo, erase: boolean): Consequence {
	// Either way a new place is all that a memory store makes (nats-server 2.15).
	if (config.storage === 'memory') return plain('The server removes the message from memory; it was never on disk.');
	return erase
		? plain('What was stored is overwritten on the disk (secure erase).')
		: warn('It is only unlinked: the bytes stay on the disk until the server rewrites the block.');
}

function shown({ seq, subject, time, size, headers, payload }: StoredEntry): Consequence {
	const with_ = headers.length === 0 ? '' : `, ${plural(headers.length, 'header')}`;
	const start = payloadStart(payload, 120);
	return bad(
		`${count(seq)} ${subject}, ${dateTime(time)}, ${bytes(size)}${with_}${start === '' ? ', empty' : `: ${start}`}`,
	);
}

/** What else holds it, or waits for it. */
function dependents({ config, state }: StreamInfo): readonly Consequence[] {
	return [
		...(config.mirror === undefined
			? []
			: [plain(`Only this copy loses it: stream ${config.mirror.name} keeps its own.`)]),
		...(state.consumer_count > 0
			? [plain(`${plural(state.consumer_count, 'consumer')} will not be given it any more.`)]
			: []),
	];
}
