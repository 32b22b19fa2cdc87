import { shellLine } from '../../format/shell.ts';
import type { CliReach } from '../../nats/cli-reach.ts';

/** A command of the nats CLI. */
export interface NatsWords {
	/** Its words, and flags that stand before the names. */
	readonly command: readonly string[];
	/** Names, a subject, a payload. */
	readonly names: readonly string[];
	readonly flags?: readonly string[];
	/** It asks for the API by subjects of its own: the domain or the prefix has to be said. */
	readonly callsApi: boolean;
	readonly comment?: string | undefined;
}

/**
 * A line of the nats CLI (0.5 and later) for a POSIX shell, which goes where the deck is connected to. Every line that is
 * shown or copied is written here.
 */
export function natsLine(
	{ variables, connection, api }: CliReach,
	{ command, names, flags = [], callsApi, comment }: NatsWords,
): string {
	const words = ['nats', ...connection, ...(callsApi ? api : []), ...command];
	const line = shellLine(
		names.some(isMistaken) ? [...words, ...flags, '--', ...names] : [...words, ...names, ...flags],
	);
	return `${[...variables, line].join(' ')}${comment === undefined ? '' : `  # ${comment}`}`;
}

/** The program takes it for a flag, or for a file of words. */
const isMistaken = (name: string): boolean => /^[-@]/.test(name);

export interface NatsMessage {
	readonly verb: 'req' | 'pub' | 'sub';
	readonly subject: string;
	/** Not of a subscription. */
	readonly payload?: string | undefined;
	readonly headers?: readonly (readonly [name: string, value: string])[];
	readonly flags?: readonly string[];
}

/** A line that sends a message as it is, or listens. */
export function natsMessageLine(
	reach: CliReach,
	{ verb, subject, payload, headers = [], flags = [] }: NatsMessage,
): string {
	// The program fills in what stands in {{}}, as the destinations of transforms do; in headers it cannot be kept from that.
	const literally = payload !== undefined && `${subject}${payload}`.includes('{{') ? ['--no-templates'] : [];
	const given = headers.flatMap(([name, value]) => ['-H', `${name}: ${value.replaceAll('{{', '{{"{{"}}')}`]);
	const names = payload === undefined ? [subject] : [subject, payload];
	return natsLine(reach, { command: [verb, ...literally, ...flags, ...given], names, callsApi: false });
}
