import { type EndpointId, endpointById, tokensOf } from '../../jetstream/endpoints.ts';
import { nameProblem } from '../../jetstream/subject.ts';

/** A command of the nats CLI, and the request behind it. Words and short forms as in natscli 0.1 and later. */
interface NatsCommand {
	readonly group: readonly string[];
	readonly words: readonly string[];
	readonly endpoint: EndpointId;
	/** The number behind the names is a sequence of the payload. */
	readonly sequence?: true;
}

const account = ['account', 'a'];
const stream = ['stream', 'str', 'st', 's'];
const consumer = ['consumer', 'con', 'obs', 'c'];

const natsCommands: readonly NatsCommand[] = [
	{ group: account, words: ['info', 'nfo'], endpoint: 'account.info' },
	{ group: stream, words: ['ls', 'list', 'l', 'report', 'find'], endpoint: 'stream.list' },
	{ group: stream, words: ['info', 'nfo', 'i', 'state', 'subjects'], endpoint: 'stream.info' },
	{ group: stream, words: ['add', 'create', 'new', 'copy', 'cp'], endpoint: 'stream.create' },
	{ group: stream, words: ['edit', 'update', 'seal'], endpoint: 'stream.update' },
	{ group: stream, words: ['rm', 'delete', 'del'], endpoint: 'stream.delete' },
	{ group: stream, words: ['purge'], endpoint: 'stream.purge' },
	{ group: stream, words: ['get'], endpoint: 'stream.msg.get', sequence: true },
	{ group: stream, words: ['rmm'], endpoint: 'stream.msg.delete', sequence: true },
	{ group: stream, words: ['backup'], endpoint: 'stream.snapshot' },
	{ group: stream, words: ['restore'], endpoint: 'stream.restore' },
	{ group: consumer, words: ['ls', 'list', 'l', 'report', 'find'], endpoint: 'consumer.list' },
	{ group: consumer, words: ['info', 'nfo', 'i', 'state'], endpoint: 'consumer.info' },
	{ group: consumer, words: ['add', 'create', 'new', 'copy', 'cp', 'edit', 'update'], endpoint: 'consumer.create' },
	{ group: consumer, words: ['rm', 'delete', 'del'], endpoint: 'consumer.delete' },
	{ group: consumer, words: ['next'], endpoint: 'consumer.next' },
	{ group: consumer, words: ['pause', 'resume'], endpoint: 'consumer.pause' },
	{ group: consumer, words: ['reset'], endpoint: 'consumer.reset' },
	{ group: consumer, words: ['unpin'], endpoint: 'consumer.unpin' },
];

/**
 * The request that a command of the nats CLI makes, with the names that are given: `stream info LOGS` is
 * `$JS.API.STREAM.INFO.LOGS`. A name that is not given stays `{stream}`.
 * @param words what stands behind `nats`
 */
export function requestOfNats(
	words: readonly string[],
): { readonly command: string; readonly line: string } | undefined {
	const [group = '', word = '', ...rest] = words;
	const found = natsCommands.find((each) => each.group.includes(group) && each.words.includes(word));
	if (found === undefined) return undefined;
	const flags = rest.findIndex((each) => each.startsWith('-'));
	const given = flags === -1 ? rest : rest.slice(0, flags);
	const names = given.values();
	const nextName = (): string | undefined => {
		const name = names.next().value;
		return name !== undefined && nameProblem(name) === undefined ? name : undefined;
	};
	const tokens = tokensOf(endpointById(found.endpoint).subject).map((token) =>
		typeof token === 'string' ? token : (nextName() ?? `{${token.name}}`),
	);
	const sequence = found.sequence === true ? names.next().value : undefined;
	const payload = sequence !== undefined && /^\d{1,20}$/.test(sequence) ? ` {"seq":${sequence}}` : '';
	return { command: `${group} ${word}`, line: `$JS.API.${tokens.join('.')}${payload}` };
}
