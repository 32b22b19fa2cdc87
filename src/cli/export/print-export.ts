import { plural } from '../../format/integer.ts';
import { sanitise, sanitiseLines } from '../../format/sanitise.ts';
import type { ExportedFile } from '../../jetstream/export/asset.ts';
import { exportFormats } from '../../jetstream/export/formats.ts';
import { leftOver } from '../../jetstream/export/left-over.ts';
import { inSentences } from '../../jetstream/problem.ts';
import { openApi } from '../../jetstream/request.ts';
import type { Features } from '../../jetstream/server-features.ts';
import { openLink } from '../../nats/open-link.ts';
import type { Settings } from '../../nats/settings-types.ts';
import { type ExportSource, readForExport } from '../../store/export-account.ts';
import { askServer } from '../../store/known-features.ts';
import { writeFolder } from '../../terminal/write-folder.ts';
import { exportedInWords, exportNotes, leftInWords } from '../../views/export-lines.ts';
import { connected } from '../connected.ts';
import { exitCodeOf, exitCodeOfConnection, incompleteCode, stoppedCode, wrongCommandLine } from '../exit-codes.ts';
import { orStopped } from '../run-over.ts';
import type { ExportChoices } from './export-choices.ts';

export interface ExportSurroundings {
	readonly out: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;
	readonly complain: (text: string) => void;
	/** Shows the progress; an empty text removes it. */
	readonly progress: (text: string) => void;
	/** Aborted by ctrl-c. */
	readonly signal: AbortSignal;
}

/**
 * Writes the configurations of an account as files or as one text. Changes nothing on the server.
 * @returns the process's exit code, see exit-codes.ts
 */
export async function printExport(
	settings: Settings,
	choices: ExportChoices,
	around: ExportSurroundings,
): Promise<number> {
	const { complain, progress, signal } = around;
	const link = openLink(settings);
	try {
		const problem = await orStopped(connected(link), signal);
		if (signal.aborted) return ended(around);
		if (problem !== undefined) {
			complain(inSentences(problem));
			return exitCodeOfConnection(problem);
		}
		const api = openApi(link, { readOnly: true });
		await api.dialectKnown();
		const { features } = await askServer(api, link, signal);
		progress('Reading the streams…');
		const read = await readForExport(api, {
			patterns: choices.patterns,
			signal,
			onProgress: (done, of) => progress(`Reading consumers: ${done} of ${plural(of, 'stream')}`),
		});
		progress('');
		if (signal.aborted) return ended(around);
		if (!read.ok) {
			complain(inSentences(read.problem));
			return exitCodeOf(read.problem);
		}
		return await write(read.value, choices, features, around);
	} finally {
		await link.close();
	}
}

function ended({ complain }: ExportSurroundings): number {
	complain('Stopped. Nothing was written.');
	return stoppedCode;
}

async function write(
	source: ExportSource,
	choices: ExportChoices,
	features: Features,
	around: ExportSurroundings,
): Promise<number> {
	const { complain, out } = around;
	const { files: make, beside, together } = exportFormats[choices.format];
	const files: readonly ExportedFile[] = [...beside, ...make(source.streams, features)];
	if (choices.folder === undefined) {
		const text = together(files.map((file) => file.text));
		out.write(out.isTTY ? `${sanitiseLines(text)}` : text);
	} else {
		const code = await writeFiles(source, { ...choices, folder: choices.folder }, files, around);
		if (code !== 0) return code;
	}
	for (const note of exportNotes(source, choices.format, files, features, choices.patterns)) complain(note);
	return source.unread.length > 0 ? incompleteCode : 0;
}

async function writeFiles(
	source: ExportSource,
	{ folder, format, force }: ExportChoices & { readonly folder: string },
	files: readonly ExportedFile[],
	{ out, complain }: ExportSurroundings,
): Promise<number> {
	const written = await writeFolder(folder, files, force);
	if (!written.ok) {
		for (const message of written.messages) complain(message);
		if (!written.exists) return incompleteCode;
		complain('Nothing was written: name another folder, or overwrite with --force.');
		return wrongCommandLine;
	}
	const lines = [
		...written.created.map((name) => `+ ${name}`),
		...written.changed.map((name) => `~ ${name}`),
		exportedInWords(source, format, folder, written),
	];
	out.write(`${lines.map((line) => sanitise(line)).join('\n')}\n`);
	for (const note of leftInWords(folder, leftOver(written.left, source.others))) complain(note);
	return 0;
}
