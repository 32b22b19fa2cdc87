import { bytes } from '../../format/bytes.ts';
import { count, plural } from '../../format/integer.ts';
import type { StreamState } from '../wire.ts';
import type { Contents } from './contents.ts';
import type { BackupFolder } from './folder.ts';

/** Whether an archive has all that its stream had. */
export interface Verdict {
	/** Why it is not whole, in sentences; empty where it is. */
	readonly lacks: readonly string[];
	/** What else to know, in sentences. */
	readonly notes: readonly string[];
}

/** Judges what an archive holds by the state that the server named when the backup began. */
export function verdictOf(
	contents: Contents,
	{ config, state, own }: Pick<BackupFolder, 'config' | 'state' | 'own'>,
): Verdict {
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
			...(contents.config !== undefined && contents.config.name !== config.name
				? [`backup.json is of stream ${config.name}, and the archive is of stream ${contents.config.name}.`]
				: []),
		],
		notes:
			missing > 0 && missing <= removed
				? [
						`${plural(missing, 'message')} ${missing === 1 ? 'was' : 'were'} removed from the stream while the backup ran.`,
					]
				: [],
	};
}

/** Files of the store are at least as long as the messages in them. */
function lacksOfFiles({ bytes: size, serverError }: Contents, state: StreamState | undefined): readonly string[] {
	if (state === undefined || serverError !== undefined || size >= Number(state.bytes)) return [];
	return [`The archive has ${bytes(size)}, and the stream had ${bytes(state.bytes)}.`];
}

function missingInWords(missing: number, all: number): string {
	return `${count(missing)} of ${plural(all, 'message')} ${missing === 1 ? 'is' : 'are'} missing: the server left out damaged messages, or they were removed while the backup ran.`;
}

/** Messages that a server removed between two looks at a stream, however many came meanwhile. */
export function removedBetween(before: StreamState, after: StreamState): number {
	const came = BigInt(after.last_seq) - BigInt(before.last_seq);
	return Math.max(0, Number(BigInt(before.messages) + came - BigInt(after.messages)));
}
