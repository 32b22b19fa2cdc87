import { asRecord } from '../../format/is.ts';
import type { Config } from '../fields/config.ts';
import { consumerFields } from '../fields/consumer.ts';
import { plainIdentity } from '../fields/normal.ts';
import { streamFields } from '../fields/stream.ts';
import { configFlags, type Flags } from './config-flags.ts';

/** The parts of a request that its line needs. */
export interface Call {
	readonly params: Readonly<Record<string, string>>;
	readonly body: Config;
	/** The configuration that an update starts from. */
	readonly before?: Config | undefined;
}

/** A command of the nats CLI, and the names and flags after it. */
export interface Line {
	readonly command: readonly string[];
	readonly names: readonly string[];
	readonly flags: readonly string[];
	readonly comment?: string;
}

/** Undefined if the command cannot express the request. */
export type Writer = (call: Call) => Line | undefined;

export const line = (command: string, names: readonly string[], ...flags: readonly string[]): Line => ({
	command: command.split(' '),
	names,
	flags,
});

export const optional = (flag: string, value: unknown): readonly string[] =>
	value === undefined || value === null ? [] : [`--${flag}=${String(value)}`];

/** The nats CLI asks, even with --force, if the stream belongs to a key-value bucket. */
export function asking(made: Line): Line {
	const [stream = ''] = made.names;
	if (!stream.startsWith('KV_')) return made;
	const asks = 'nats asks for confirmation: the stream belongs to a key-value bucket';
	return { ...made, comment: made.comment === undefined ? asks : `${made.comment}; ${asks}` };
}

/** `nats stream add`. */
export function streamAdd({ params: { stream = '' }, body }: Call): Line | undefined {
	return throughFlags(line('stream add', [stream], '--defaults'), configFlags(streamFields, body));
}

export function stepDown({ body }: Call, kind: 'stream' | 'consumer', names: readonly string[]): Line | undefined {
	const { preferred, ...more } = asRecord(body.placement);
	if (Object.keys(more).length > 0) return undefined;
	return line(`${kind} cluster step-down`, names, ...optional('preferred', preferred));
}

/** What a server itself changes when a stream is sealed. */
const SEALING = ['sealed', 'deny_delete', 'deny_purge', 'discard', 'max_age', 'allow_rollup_hdrs'];

export function streamEdit({ params: { stream = '' }, body, before }: Call): Line | undefined {
	const edit = line('stream edit', [stream], '--force');
	if (before === undefined) return asking(fileLine(edit));
	const flags = configFlags(streamFields, body, before);
	const sealing = body.sealed === true && before.sealed !== true;
	if (sealing) {
		const rest = configFlags(streamFields, { ...body, sealed: false }, before);
		if (rest.ok && rest.changed.every((name) => SEALING.includes(name)))
			return line('stream seal', [stream], '--force');
	}
	const made = throughFlags(edit, flags);
	return made && asking(made);
}

export function consumerWrite({ params, body, before }: Call): Line | undefined {
	const { stream = '' } = params;
	const config = asRecord(body.config);
	const name = [params.consumer, config.name, config.durable_name].find((one) => typeof one === 'string' && one !== '');
	const names = name === undefined ? [stream] : [stream, String(name)];
	const durable = config.durable_name !== undefined && config.durable_name !== '';
	if (before === undefined && body.action !== 'update') {
		const lifetime = durable ? [] : ['--ephemeral'];
		const flags = configFlags(consumerFields, config);
		return throughFlags(line('consumer add', names, '--defaults', ...lifetime), flags);
	}
	// The nats CLI edits durable consumers only.
	if (!durable) return undefined;
	const edit = line('consumer edit', names, '--force');
	const flags = before && configFlags(consumerFields, config, before);
	if (flags?.ok) return throughFlags(edit, flags);
	// From a file too, it refuses to change ack_wait next to a back-off.
	const backs = Array.isArray(config.backoff) && config.backoff.length > 0;
	if (backs && plainIdentity(config.ack_wait) !== plainIdentity(before?.ack_wait)) return undefined;
	return flags === undefined ? fileLine(edit) : throughFlags(edit, flags);
}

function throughFlags(made: Line, flags: Flags): Line | undefined {
	if (flags.ok) return { ...made, flags: [...made.flags, ...flags.words] };
	return flags.inFile ? fileLine(made, flags.field) : undefined;
}

/** A file has the whole configuration: words that are only for flags are left out. */
function fileLine({ command, names, flags }: Line, field?: string): Line {
	// Not the name of a saved configuration, which would be sent instead.
	const file = `${names.join('_')}-request.json`;
	const why = field === undefined ? '' : ` (no flag for ${field})`;
	return {
		command,
		names,
		flags: [...flags.filter((one) => one === '--force'), `--config=${file}`],
		comment: `${file} is the JSON of this request${why}`,
	};
}
