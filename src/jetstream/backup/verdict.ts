import { bytes } from '../../format/bytes.ts';
import { count, plural } from '../../format/integer.ts';
import type { StreamState } from '../wire.ts';
import type { Contents } from './contents.ts';
import type { BackupFolder } from './folder.ts';

/** Whether an archive has everything that its stream had. */
export interface Verdict {
	/** Why it is incomplete, in sentences; empty if it is complete. */
	readonly lacks: readonly string[];
	/** What else a person should know, in sentences. */
	readonly notes: readonly string[];
}

/** Compares an archive with the state that the server returned when the backup began. */
export function verdictOf(contents: Contents, { state, own }: Pick<BackupFolder, 'state' | 'own'>): Verdict {
	const missing =
		contents.messages === undefined || state === undefined ? 0 : Number(state.messages) - contents.messages;
	const removed = own.removed ?? 0;
	return {
		lacks: [
			...(contents.serverError === undefined
				? []
				: [`The server could not read all of the stream: ${contents.serverError}`]),
			...(contents.format === 'v1' ? lacksOfFiles(contents, state) : []),
			...(missing > removed ? [missingInWords(missing - removed, Number(state?.messages))] : []),
		],
		notes:
			missing > 0 && missing <= removed
				? [
						`${plural(missing, 'message')} ${missing === 1 ? 'was' : 'were'} removed from the stream while the backup ran.`,
					]
				: [],
	};
}

/**
 * Why the archive is of another stream than `backup.json`, as a sentence: servers refuse that, and only after the upload. An archive of
 * nats-server 2.15 does not have the name of its stream.
 */
export function otherStream(
	{ config: inside }: Pick<Contents, 'config'>,
	{ archive, config }: Pick<BackupFolder, 'archive' | 'config'>,
): string | undefined {
	return inside === undefined || inside.name === config.name
		? undefined
		: `${archive} is an archive of stream ${inside.name}, but backup.json has the configuration of stream ${config.name}.`;
}

/** The files of a store are at least as long as the messages in them. */
function lacksOfFiles({ bytes: size, serverError }: Contents, state: StreamState | undefined): readonly string[] {
	if (state === undefined || serverError !== undefined || size >= Number(state.bytes)) return [];
	return [`The archive has ${bytes(size)}, and the stream had ${bytes(state.bytes)}.`];
}

function missingInWords(missing: number, all: number): string {
	return `${count(missing)} of ${plural(all, 'message')} ${missing === 1 ? 'is' : 'are'} missing: the server left out damaged messages, or they were removed while the backup ran.`;
}
