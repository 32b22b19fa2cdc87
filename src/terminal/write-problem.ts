import { dirname } from 'node:path';

const sentences: Readonly<Record<string, (path: string) => string>> = {
	EEXIST: (path) => `${path} already exists.`,
	EISDIR: (path) => `${path} names a folder: give the name of a file.`,
	ENOENT: (path) => `The folder ${dirname(path)} does not exist.`,
	EUNMADE: (path) => `The folder ${dirname(path)} does not exist and cannot be created.`,
	ENOTDIR: (path) => `A part of ${path} is a file, not a folder.`,
	EACCES: (path) => `This user may not write files in ${dirname(path)}.`,
	EPERM: (path) => `This user may not write files in ${dirname(path)}.`,
	EROFS: (path) => `${path} is on a read-only disk.`,
	ENOSPC: () => 'The disk is full.',
	EDQUOT: () => 'The disk quota of this user is used up.',
	ENAMETOOLONG: (path) => `${path} is too long for a file name.`,
	ELOOP: (path) => `${path} is a link that leads to itself.`,
	ENOTREG: (path) => `${path} is a device, a pipe or a socket: give the name of a file.`,
	EREADONLY: (path) => `This user may not write ${path}.`,
	EDANGLING: (path) => `${path} is a link to a file that does not exist.`,
};

/**
 * Why a file could not be written, as a sentence.
 * @param code of the system, such as ENOSPC, or of an earlier check
 */
export function writeProblem(code: string, path: string): string {
	return sentences[code]?.(path) ?? `${path} could not be written (${code}).`;
}
