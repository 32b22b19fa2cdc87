import { dirname } from 'node:path';

const sentences: Readonly<Record<string, (path: string) => string>> = {
	EEXIST: (path) => `${path} is there already.`,
	EISDIR: (path) => `${path} names a folder: give the name of a file.`,
	ENOENT: (path) => `The folder ${dirname(path)} is not there.`,
	EUNMADE: (path) => `The folder ${dirname(path)} is not there and cannot be made.`,
	ENOTDIR: (path) => `A part of ${path} is a file, not a folder.`,
	EACCES: (path) => `No file may be written in ${dirname(path)} by this user.`,
	EPERM: (path) => `No file may be written in ${dirname(path)} by this user.`,
	EROFS: (path) => `${path} is on a disk that can only be read.`,
	ENOSPC: () => 'The disk is full.',
	EDQUOT: () => 'The disk quota of this user is used up.',
	ENAMETOOLONG: (path) => `${path} is too long for a file name.`,
	ELOOP: (path) => `${path} is a link that leads to itself.`,
	ENOTREG: (path) => `${path} is a device, a pipe or a socket: give the name of a file.`,
	EREADONLY: (path) => `${path} may not be written by this user.`,
	EDANGLING: (path) => `${path} is a link to a file that is not there.`,
};

/**
 * Why a file could not be written, as a sentence.
 * @param code of the system, such as ENOSPC, or of what was found out before
 */
export function writeProblem(code: string, path: string): string {
	return sentences[code]?.(path) ?? `${path} could not be written (${code}).`;
}
