import type { ServerIdentity } from '../nats/link.ts';
import type { Dialect } from './dialect.ts';
import type { Version } from './endpoints/endpoint.ts';
import type { AccountInfo } from './wire.ts';

/** The API version of the server, and its consequences. */
export interface Features {
	readonly dialect: Dialect;
	/** As exact as possible: `2.15.1`, or the version of an API level, `2.11`; `2.9` also for older ones. Undefined before anything is known. */
	readonly version?: string | undefined;
	/** The version is derived from an account information: the server may have another of its line. */
	readonly isDerived?: boolean | undefined;
	/** 0 for servers before 2.11, which have none. Undefined before anything is known. */
	readonly apiLevel?: number | undefined;
}

/** The first release of each API level, the newest last. There was no 2.13. */
const levels: readonly (readonly [level: number, version: Version])[] = [
	[1, '2.11'],
	[2, '2.12'],
	[3, '2.12.5'],
	[4, '2.14'],
	[5, '2.15'],
];

/**
 * The features of the replying server, from the connected server's INFO line and, once known, the account information. The latter
 * wins: behind a domain or an import another version may reply.
 */
export function featuresOf(
	server: ServerIdentity | undefined,
	account: AccountInfo | undefined,
	dialect: Dialect = 'current',
): Features {
	if (dialect === 'preview') return { ...features(previewVersion(server), 0), dialect };
	if (account === undefined) return features(server?.version, server?.apiLevel);
	const level = account.api?.level;
	if (level !== undefined) return features(server?.version, level);
	// Reserved sizes came with 2.10, the last line without a level.
	const line = account.reserved_storage === undefined ? '2.9' : '2.10';
	const known = server?.version;
	const isKnown = known !== undefined && compare(known, '2.11') < 0 && compare(known, '2.10') < 0 === (line === '2.9');
	return isKnown ? features(known, 0) : { ...features(line, 0), isDerived: true };
}

/**
 * Combines a version string with an API level. If they contradict each other the level is right, since the replying server sent
 * it; otherwise the version is more exact.
 */
export function features(version: string | undefined, apiLevel: number | undefined): Features {
	const effective = apiLevel === undefined ? version : reconcile(version, apiLevel);
	return {
		dialect: 'current',
		version: effective,
		...(effective !== version && { isDerived: true }),
		apiLevel: apiLevel ?? (effective === undefined ? undefined : levelOf(effective)),
	};
}

/** Whether the server has what came with a version. False while no version is known. */
export function supports({ version }: Pick<Features, 'version'>, since: Version): boolean {
	return version !== undefined && compare(version, since) >= 0;
}

/** As a sentence names it: a derived version is the first or the last of several. */
export function versionInWords({ version, isDerived }: Pick<Features, 'version' | 'isDerived'>): string {
	if (version === undefined) return 'of an unknown version';
	if (!isDerived) return version;
	if (version === '2.9') return '2.9 or older';
	if (version === levels.at(-1)?.[1]) return `${version} or newer`;
	// The next level came with the next line.
	const [major, minor, patch] = version.split('.');
	return patch === undefined ? version : `${version} or a later ${major}.${minor}`;
}

export type Supports = (since: Version) => boolean;

export const supportsOf =
	(features: Pick<Features, 'version'>): Supports =>
	(since) =>
		supports(features, since);

/** The version of a preview server, or the preview's own if something else speaks its dialect. */
function previewVersion(server: ServerIdentity | undefined): string {
	return server?.version.startsWith('2.2.0') ? server.version : '2.2.0-beta';
}

function reconcile(version: string | undefined, apiLevel: number): string | undefined {
	if (version !== undefined && levelOf(version) === Math.min(apiLevel, newestLevel())) return version;
	if (apiLevel <= 0) return version === undefined ? undefined : '2.10';
	return levels.findLast(([level]) => level <= apiLevel)?.[1];
}

const newestLevel = (): number => levels.at(-1)?.[0] ?? 0;

/** The first release of an API level; undefined for 0, and for a level that is newer than jetdeck. */
export const versionOfLevel = (level: number): Version | undefined => levels.find(([each]) => each === level)?.[1];

/** Every API level, the newest last. */
export const apiLevels: readonly number[] = [0, ...levels.map(([level]) => level)];

/** 0 for servers before 2.11. */
export function levelOf(version: string): number {
	return levels.findLast(([, since]) => compare(version, since) >= 0)?.[0] ?? 0;
}

/** Orders two versions; a missing patch number is 0, and a pre-release counts as its release. */
function compare(a: string, b: string): number {
	const left = numbersOf(a);
	const right = numbersOf(b);
	for (const [index, number] of left.entries()) {
		const difference = number - (right[index] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}

function numbersOf(version: string): readonly number[] {
	const [, major, minor, patch] = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(version) ?? [];
	return [Number(major ?? 0), Number(minor ?? 0), Number(patch ?? 0)];
}
