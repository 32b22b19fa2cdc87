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
/** What each part was given by, for people. */
type Sources = Readonly<Record<(typeof parts)[number], string>>;

const flags: Sources = { ca: '--tlsca', cert: '--tlscert', key: '--tlskey' };

/** Reads the files; answers with a sentence where one cannot be read. They are read at each connection, so that renewed ones are used. */
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

/** Why the files cannot be used for a connection, as a sentence; undefined where they can. Their contents are not told. */
export async function tlsFault(
	tls: TlsSettings,
	sources: Readonly<Partial<Record<keyof TlsMaterial, string>>>,
): Promise<string | undefined> {
	const named = { ...flags, ...sources };
	const material = await loadTls(tls, named);
	if (typeof material === 'string') return material;
	const { ca, cert, key } = material;
	// Loaded only where a certificate was given: every start would wait for them.
	if (ca !== undefined) {
		const { X509Certificate } = await import('node:crypto');
		if (throws(() => new X509Certificate(ca)))
			return `The file ${tls.ca} of ${named.ca} holds no certificate: it must be a PEM file.`;
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
