import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { readTextFile } from './read-text.ts';

interface TextFile {
	/** As given, or found below a given folder. */
	readonly path: string;
	readonly text: string;
}

export type ReadPaths =
	| { readonly ok: true; readonly files: readonly TextFile[] }
	| { readonly ok: false; readonly messages: readonly string[] };

const isConfiguration = (name: string): boolean => /\.(json|ya?ml)$/i.test(name);
const isHidden = (name: string): boolean => name.startsWith('.') || name === 'node_modules';
/** Deepest nesting of folders; a link may lead back to where it is from. */
const deepest = 32;

/**
 * The texts of files, and of all JSON and YAML files in folders and their subfolders, ordered by name; each once.
 * @param from the base of relative paths; by default the working directory
 */
export async function readConfigPaths(paths: readonly string[], from = ''): Promise<ReadPaths> {
	const messages: string[] = [];
	const found = new Map<string, string>();
	for (const path of paths) {
		const listed = await filesAt(path, from);
		if (typeof listed === 'string') messages.push(listed);
		else for (const file of listed) found.set(await realpath(join(from, file)).catch(() => file), file);
	}
	const files: TextFile[] = [];
	for (const path of found.values()) {
		const read = await readTextFile(within(from, path));
		if (read.ok) files.push({ path, text: read.text });
		else messages.push(read.message);
	}
	return messages.length > 0 ? { ok: false, messages } : { ok: true, files };
}

const within = (from: string, path: string): string => (from === '' || path.startsWith('/') ? path : join(from, path));

/** Returns a sentence if there are none. */
async function filesAt(path: string, from: string): Promise<readonly string[] | string> {
	const about = await stat(within(from, path)).catch(() => undefined);
	if (about === undefined || !about.isDirectory()) return [path];
	const files: string[] = [];
	const problem = await walk(path, from, files, 0);
	if (problem !== undefined) return problem;
	return files.length > 0 ? files : `The folder ${path} has no .json, .yaml or .yml file.`;
}

async function walk(folder: string, from: string, files: string[], depth: number): Promise<string | undefined> {
	if (depth > deepest) return `The folder ${folder} is nested too deep: a link may lead back to a folder above it.`;
	let entries: Dirent[];
	try {
		entries = await readdir(within(from, folder), { withFileTypes: true });
	} catch (error) {
		return `The folder ${folder} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}).`;
	}
	for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
		if (isHidden(entry.name)) continue;
		const path = join(folder, entry.name);
		const isFolder = entry.isSymbolicLink() ? await leadsToFolder(within(from, path)) : entry.isDirectory();
		if (!isFolder && isConfiguration(entry.name)) files.push(path);
		const problem = isFolder ? await walk(path, from, files, depth + 1) : undefined;
		if (problem !== undefined) return problem;
	}
	return undefined;
}

const leadsToFolder = (path: string): Promise<boolean> =>
	stat(path).then(
		(about) => about.isDirectory(),
		() => false,
	);

/** Most names that are offered. */
const mostNames = 200;

/**
 * Paths that complete a typed one, ordered by name; folders end in a slash. Hidden ones only if the dot is typed.
 * @param from the base of relative paths
 */
export async function pathsLike(typed: string, from: string): Promise<readonly string[]> {
	const cut = typed.lastIndexOf('/') + 1;
	const [folder, begun] = [typed.slice(0, cut), typed.slice(cut)];
	const there = folder === '' ? from : within(from, folder.replace(/^~(?=\/)/, homedir()));
	const entries = await readdir(there, { withFileTypes: true }).catch(() => []);
	const like = entries.filter(({ name }) => name.startsWith(begun) && (begun !== '' || !name.startsWith('.')));
	const found = like.toSorted((a, b) => (a.name < b.name ? -1 : 1)).slice(0, mostNames);
	return Promise.all(
		found.map(async (entry) => {
			const isFolder = entry.isSymbolicLink() ? await leadsToFolder(join(there, entry.name)) : entry.isDirectory();
			return `${folder}${entry.name}${isFolder ? '/' : ''}`;
		}),
	);
}
