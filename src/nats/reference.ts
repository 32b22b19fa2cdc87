import { isAbsolute, join } from 'node:path';
import { type Environment, homeOf } from './context.ts';
import { fileFault } from './file-fault.ts';
import type { Value } from './option-values.ts';
import { readSmallFile } from './read-file.ts';
import type { SecretSource } from './secrets.ts';

export type Resolved<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

const scheme = /^(file|env|op|nsc):\/\/|^data:/;

/** Programs that jetdeck would have to run for the secret. */
const foreign: Readonly<Record<string, string>> = { op: '1Password (op read)', nsc: 'nsc' };

/** The `~` and `$VARIABLE` of a path, as natscontext expands them. */
export function expandPath(path: string, env: Environment): string {
	const expanded = path
		.replace(/^~(?=$|[/\\])/, () => homeOf(env))
		.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_all, braced?: string, bare?: string) => env[braced ?? bare ?? ''] ?? '');
	return expanded;
}

/** A path as people know it: with `~` for their home. */
export function showPath(path: string, env: Environment): string {
	const home = homeOf(env);
	return isAbsolute(path) && path.startsWith(join(home, '/')) ? `~${path.slice(home.length)}` : path;
}

/** A password, token, JWT or seed: the value, or a reference to it. */
export async function secretText(value: Value, env: Environment): Promise<Resolved<string>> {
	const referred = referredTo(value, env);
	if (!referred) return { ok: true, value: value.text };
	if (!referred.ok) return referred;
	const source = referred.value;
	if (source.from === 'text') return { ok: true, value: trimEnd(source.text) };
	try {
		return { ok: true, value: trimEnd(await readSmallFile(source.path)) };
	} catch (error) {
		return { ok: false, message: `${value.source}: The file ${source.path} cannot be read: ${fileFault(error)}.` };
	}
}

/** A credentials or nkey file: a path, a reference, or the secret itself in place of a path. */
export function secretFile(value: Value, env: Environment): Resolved<SecretSource> {
	const referred = referredTo(value, env);
	if (referred) return referred;
	const isSecretItself = /-----BEGIN|^S[A-Z2-7]{57}$/.test(value.text.trim());
	if (isSecretItself) return { ok: true, value: { from: 'text', text: value.text } };
	return { ok: true, value: { from: 'file', path: expandPath(value.text, env) } };
}

/** Undefined for a plain value. */
function referredTo(value: Value, env: Environment): Resolved<SecretSource> | undefined {
	const found = scheme.exec(value.text);
	if (!found) return undefined;
	const rest = value.text.slice(found[0].length);
	const no = (message: string): Resolved<SecretSource> => ({ ok: false, message: `${value.source}: ${message}.` });
	const program = foreign[found[1] ?? ''];
	if (program !== undefined) {
		return no(
			`${program} stores the value, and jetdeck does not run it; save the credentials in a file, or set the secret in the environment`,
		);
	}
	if (found[1] === 'file') return { ok: true, value: { from: 'file', path: expandPath(rest, env) } };
	if (found[1] === 'env') {
		const text = env[rest];
		return text ? { ok: true, value: { from: 'text', text } } : no(`the environment variable ${rest} is not set`);
	}
	return dataOf(rest, no);
}

/** `data:;base64,…`. Anything else that starts with `data:` is a plain value: a password may start so. */
function dataOf(rest: string, no: (message: string) => Resolved<SecretSource>): Resolved<SecretSource> | undefined {
	const comma = rest.indexOf(',');
	if (comma < 0 || !rest.slice(0, comma).split(';').includes('base64')) return undefined;
	const encoded = rest.slice(comma + 1);
	if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return no('the value after data: is not base64');
	return { ok: true, value: { from: 'text', text: Buffer.from(encoded, 'base64').toString('utf8') } };
}

function trimEnd(text: string): string {
	return text.replace(/[\r\n]+$/, '');
}
