import { shellLine } from '../../format/shell.ts';
import type { CliReach } from '../../nats/cli-reach.ts';

/** A command of the nats CLI. */
export interface NatsWords {
	/** Its words, and the flags before the names. */
	readonly command: readonly string[];
	/** Names, a subject, a payload. */
	readonly names: readonly string[];
	readonly flags?: readonly string[];
	/** It sends its own requests of the API: it needs the domain or the prefix as a flag. */
	readonly callsApi: boolean;
	readonly comment?: string | undefined;
}

/**
 * A line of the nats CLI (0.5 and later) for a POSIX shell, which goes to the server and account of the deck. Every line that is
 * shown or copied comes from here.
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

/** A line of jetdeck itself, which goes there too: its flags and variables are those of the nats CLI. */
export function jetdeckLine(
	{ variables, connection, api }: CliReach,
	command: readonly string[],
	names: readonly string[],
): string {
	const given = names.some(isMistaken) ? ['--', ...names] : names;
	return [...variables, shellLine(['jetdeck', ...command, ...connection, ...api, ...given])].join(' ');
}

/** The nats CLI would read it as a flag, or as a file of arguments. */
const isMistaken = (name: string): boolean => /^[-@]/.test(name);

export interface NatsMessage {
	readonly verb: 'req' | 'pub' | 'sub';
	readonly subject: string;
	/** Absent for a subscription. */
	readonly payload?: string | undefined;
	readonly headers?: readonly (readonly [name: string, value: string])[];
	readonly flags?: readonly string[];
	readonly comment?: string;
}

/** A line that sends a message unchanged, or listens. */
export function natsMessageLine(
	reach: CliReach,
	{ verb, subject, payload, headers = [], flags = [], comment }: NatsMessage,
): string {
	// The nats CLI expands {{}}, which destinations of transforms contain; nothing turns that off for headers.
	const literally = payload !== undefined && `${subject}${payload}`.includes('{{') ? ['--no-templates'] : [];
	const given = headers.flatMap(([name, value]) => ['-H', `${name}: ${value.replaceAll('{{', '{{"{{"}}')}`]);
	const names = payload === undefined ? [subject] : [subject, payload];
	return natsLine(reach, { command: [verb, ...literally, ...flags, ...given], names, callsApi: false, comment });
}
