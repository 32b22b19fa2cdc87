import { dirname } from 'node:path';

const sentences: Readonly<Record<string, (path: string) => string>> = {
	ENOENT: (path) => `${path} does not exist.`,
	ENOTDIR: (path) => `A part of ${path} is a file, not a folder.`,
	EACCES: (path) => `This user may not use ${path}.`,
	EPERM: (path) => `This user may not use ${path}.`,
	EROFS: (path) => `${path} is on a read-only disk.`,
	EEXIST: (path) => `${path} already exists.`,
	ENOTEMPTY: (path) => `${path} is not empty.`,
	EBUSY: (path) => `${path} is in use, perhaps as a mount point.`,
	ENOSPC: (path) => `The disk of ${dirname(path)} is full.`,
	EDQUOT: (path) => `The disk quota of this user is used up in ${dirname(path)}.`,
};

/** What the system refused, as a sentence. */
export function systemProblem(error: unknown, path: string): string {
	const { code, message } = error as NodeJS.ErrnoException;
	if (code === undefined) return message ?? String(error);
	return sentences[code]?.(path) ?? `${path} cannot be used (${code}).`;
}
