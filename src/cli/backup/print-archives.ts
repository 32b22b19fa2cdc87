import { foldersAt, type ReadFolder, readFolder } from '../../changes/backup/read-folders.ts';
import { bytes } from '../../format/bytes.ts';
import { dateTime } from '../../format/duration.ts';
import { count, plural } from '../../format/integer.ts';
import { sanitise } from '../../format/sanitise.ts';
import { configurationOf } from '../../jetstream/configuration-of.ts';
import { features } from '../../jetstream/server-features.ts';
import { streamConfiguration } from '../../views/detail/stream.ts';
import type { Fact, Section } from '../../views/line.ts';
import { plainSections, plainTextColumns } from '../../views/plain.ts';
import { incompleteCode, wrongCommandLine } from '../exit-codes.ts';
import type { Scripted } from '../scripted-deck.ts';
import { type ProgressOutput, readingOn } from './follow-transfer.ts';
import type { ArchiveLine } from './transfer-choices.ts';

/**
 * Reads backups without a server: each archive to its end, and every block against its checksum.
 * @returns the process's exit code: 0 if all are complete, 1 if one is unreadable, damaged or incomplete, 2 if a path has no backup
 */
export async function printArchives(
	{ what, paths }: ArchiveLine,
	{ out, complain }: Pick<Scripted, 'out' | 'complain'>,
	progress: ProgressOutput,
): Promise<number> {
	const folders = await foldersAt(paths);
	if ('wrong' in folders) {
		complain(folders.wrong);
		return wrongCommandLine;
	}
	let code = 0;
	for (const [at, path] of folders.entries()) {
		const reading = readingOn(progress, path);
		const read = await readFolder(path, { onProgress: reading.onProgress });
		reading.end();
		if ('wrong' in read) {
			complain(read.wrong);
			code = incompleteCode;
			continue;
		}
		if (read.lacks.length > 0) code = incompleteCode;
		out.write(what === 'info' ? `${at === 0 ? '' : '\n'}${infoText(read)}\n` : `${verdictLine(read)}\n`);
		for (const lack of read.lacks) complain(`${path}: ${lack}`);
	}
	return code;
}

function verdictLine({ folder: { path, config, state }, contents, digest, lacks }: ReadFolder): string {
	const messages = contents.messages ?? state?.messages;
	const told = messages === undefined ? '' : `${plural(messages, 'message')}, `;
	const mark = lacks.length === 0 ? '✓' : '✗';
	const word = lacks.length === 0 ? 'complete' : 'incomplete';
	return `${mark} ${sanitise(`${path}: ${word}, stream ${config.name}, ${told}${plural(contents.consumers.length, 'consumer')} (${digest})`)}`;
}

/** The content of a backup, in the form in which a screen shows a stream. */
function infoText(read: ReadFolder): string {
	const { config } = read.folder;
	// With this version every field counts as supported.
	const { chosen, rest } = streamConfiguration(
		configurationOf({ config }),
		features('9.9', undefined),
		plainTextColumns,
	);
	const sections: readonly Section[] = [
		{ kind: 'facts', title: `Stream ${config.name}`, facts: factsOf(read) },
		...chosen,
		...rest,
	];
	return plainSections(sections);
}

const formats = { v1: 'tar, nats-server before 2.15', v2: 'entries, nats-server 2.15 and later' } as const;

function factsOf({ folder, contents, digest, lacks, notes }: ReadFolder): readonly Fact[] {
	const { state, path, size } = folder;
	const { consumers, format } = contents;
	const names = consumers.map(({ name }) => name).toSorted();
	const place = (sequence: unknown, timestamp: string | undefined): string =>
		`${count(sequence as number)}${timestamp === undefined ? '' : `, ${dateTime(timestamp)}`}`;
	const [first, last] = [contents.first ?? state?.first_seq, contents.last ?? state?.last_seq];
	return [
		{ label: 'Folder', value: path },
		{
			label: 'Complete',
			value: lacks.length === 0 ? 'yes' : `no: ${lacks.join(' ')}`,
			tone: lacks.length === 0 ? 'good' : 'bad',
		},
		...notes.map((value): Fact => ({ label: 'Note', value })),
		{ label: 'Format', value: formats[format] },
		{ label: 'Messages', value: counted(contents.messages, state?.messages) },
		...(state === undefined ? [] : [{ label: 'Bytes', value: `${bytes(state.bytes)}, ${bytes(size)} compressed` }]),
		...(first === undefined ? [] : [{ label: 'First sequence', value: place(first, state?.first_ts) }]),
		...(last === undefined ? [] : [{ label: 'Last sequence', value: place(last, state?.last_ts) }]),
		{ label: 'Consumers', value: names.length === 0 ? 'none' : `${count(names.length)}: ${names.join(', ')}` },
		{ label: 'Digest', value: digest },
	];
}

/** A tar has message blocks; only a server counts the messages in them. */
function counted(inArchive: number | undefined, named: unknown): string {
	if (inArchive !== undefined) return count(inArchive);
	return named === undefined ? 'unknown' : `${count(named as number)}, as the server counted them`;
}
