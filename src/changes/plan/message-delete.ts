import { bytes } from '../../format/bytes.ts';
import { dateTime } from '../../format/duration.ts';
import { count, plural } from '../../format/integer.ts';
import { payloadStart } from '../../format/payload.ts';
import type { StoredEntry } from '../../jetstream/messages/stored-entry.ts';
import type { StreamInfo } from '../../jetstream/wire.ts';
import type { Consequence, Plan } from '../proposal.ts';
import { streamStep } from './steps.ts';
import { bad, plain, warn } from './wording.ts';

/** Most messages to show one by one before they are deleted. */
const MOST_SHOWN = 20;

/**
 * Deletes messages by sequence. `erase`: the server overwrites their bytes, which takes longer; otherwise it only
 * unlinks them, and they stay on the disk until their block is rewritten.
 */
export function planMessageDelete(
	info: StreamInfo,
	messages: readonly StoredEntry[],
	{ erase }: { readonly erase: boolean },
): Plan {
	const { name, sealed, deny_delete: denied } = info.config;
	const [first] = messages;
	if (first === undefined) return { refusal: `Stream ${name} no longer has this message.` };
	if (sealed) return { refusal: `Stream ${name} is sealed: its messages cannot be deleted.` };
	if (denied) return { refusal: `Stream ${name} has deny_delete: its messages cannot be deleted.` };
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
			bad(several ? 'The messages cannot be restored.' : 'The message cannot be restored.'),
			leftOver(info, erase),
			...dependents(info),
		],
		steps: messages.map(({ seq }) => streamStep(info, 'stream.msg.delete', erase ? { seq } : { seq, no_erase: true })),
	};
}

function leftOver({ config }: StreamInfo, erase: boolean): Consequence {
	// A memory store does the same either way (nats-server 2.15).
	if (config.storage === 'memory') return plain('The server removes the message from memory; it was never on disk.');
	return erase
		? plain('The server overwrites the bytes on the disk (secure erase).')
		: warn('The server only unlinks it: the bytes stay on the disk until it rewrites the block.');
}

function shown({ seq, subject, time, size, headers, payload }: StoredEntry): Consequence {
	const with_ = headers.length === 0 ? '' : `, ${plural(headers.length, 'header')}`;
	const start = payloadStart(payload, 120);
	return bad(
		`${count(seq)} ${subject}, ${dateTime(time)}, ${bytes(size)}${with_}${start === '' ? ', empty' : `: ${start}`}`,
	);
}

/** Copies of it, and consumers that wait for it. */
function dependents({ config, state }: StreamInfo): readonly Consequence[] {
	return [
		...(config.mirror === undefined
			? []
			: [plain(`Only this mirror loses it: stream ${config.mirror.name} keeps its copy.`)]),
		...(state.consumer_count > 0 ? [plain(`${plural(state.consumer_count, 'consumer')} will no longer get it.`)] : []),
	];
}
