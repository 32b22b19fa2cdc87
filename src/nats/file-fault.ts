const reasons: Readonly<Record<string, string>> = {
	ENOENT: 'it does not exist',
	EACCES: 'you may not read it',
	EPERM: 'you may not read it',
	EISDIR: 'it is a directory',
	ENOTDIR: 'a part of its path is not a directory',
	ELOOP: 'its path is a loop of links',
	ENAMETOOLONG: 'its name is too long',
	ENOTREG: 'it is a pipe or a device, which jetdeck cannot read again at each connection',
	ENXIO: 'it is a socket or a device',
	EFBIG: 'it is larger than 1 MiB',
};

/** Why a file could not be read, in words. */
export function fileFault(error: unknown): string {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	return reasons[code] ?? (code === '' ? 'reading failed' : `reading failed with ${code}`);
}
