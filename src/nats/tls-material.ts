import { fileFault } from './file-fault.ts';
import { readSmallFile } from './read-file.ts';
import type { TlsSettings } from './settings-types.ts';

/** PEM texts. */
export interface TlsMaterial {
	readonly ca?: string;
	readonly cert?: string;
	readonly key?: string;
}

const parts = ['ca', 'cert', 'key'] as const;
/** The source of each part, for people. */
type Sources = Readonly<Record<(typeof parts)[number], string>>;

const flags: Sources = { ca: '--tlsca', cert: '--tlscert', key: '--tlskey' };

/** Reads the files; returns a sentence for an unreadable one. They are read at each connection, so that renewed files take effect. */
export async function loadTls(tls: TlsSettings, sources: Sources = flags): Promise<TlsMaterial | string> {
	const material: Partial<Record<keyof TlsMaterial, string>> = {};
	for (const part of parts) {
		const path = tls[part];
		if (path === undefined) continue;
		try {
			material[part] = await readSmallFile(path);
		} catch (error) {
			return `The file ${path} of ${sources[part]} cannot be read: ${fileFault(error)}.`;
		}
	}
	return material;
}

/** Why the files are not usable for a connection, as a sentence; undefined if they are. The sentence hides their contents. */
export async function tlsFault(
	tls: TlsSettings,
	sources: Readonly<Partial<Record<keyof TlsMaterial, string>>>,
): Promise<string | undefined> {
	const named = { ...flags, ...sources };
	const material = await loadTls(tls, named);
	if (typeof material === 'string') return material;
	const { ca, cert, key } = material;
	// Loaded only for a certificate: otherwise every start would wait for it.
	if (ca !== undefined) {
		const { X509Certificate } = await import('node:crypto');
		if (throws(() => new X509Certificate(ca)))
			return `The file ${tls.ca} of ${named.ca} contains no certificate: it must be a PEM file.`;
	}
	if (cert === undefined || key === undefined) return undefined;
	const { createSecureContext } = await import('node:tls');
	return throws(() => createSecureContext({ cert, key }))
		? `The files of ${named.cert} and ${named.key} cannot be used: both must be PEM files, and the key must belong to the certificate and have no passphrase.`
		: undefined;
}

function throws(act: () => unknown): boolean {
	try {
		act();
		return false;
	} catch {
		return true;
	}
}
