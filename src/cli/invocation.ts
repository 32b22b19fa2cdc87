import type { ExportFormatName } from '../jetstream/export/format-names.ts';
import type { ConnectionOptions } from '../nats/settings.ts';
import { defaultLagLimits } from '../store/lag-limits.ts';
import type { LagLimits } from '../store/state.ts';
import { type ReportName, reportRows } from '../views/reports.ts';
import type { ArchiveLine, BackupLine, RestoreLine } from './backup/transfer-choices.ts';
import type { CheckChoices } from './check/check.ts';
import { type CheckName, checkRows } from './check/check-names.ts';
import type { ExportChoices } from './export/export-choices.ts';
import type { ApplyChoices, PlanChoices } from './folder/folder-choices.ts';
import { type KvLine, kvLineFrom } from './kv/kv-line.ts';
import { type ObjectLine, objectLineFrom } from './objects/object-line.ts';
import type { EventsChoices } from './print-events.ts';
import type { ReportChoices } from './report-of.ts';
import type { RequestChoices } from './request-line.ts';
import type { Shell } from './subcommands.ts';

export interface DeckChoices {
	/** Milliseconds. */
	readonly intervalMs: number;
	readonly readOnly: boolean;
	/** The journal has values of keys too. */
	readonly journalValues: boolean;
	readonly color: boolean;
	/** Of the system account, beside the own connection. */
	readonly systemContext?: string;
	/** When a consumer counts as lagging or stuck. */
	readonly lagLimits: LagLimits;
}

/** The parsed command line. */
export type Invocation =
	| { readonly kind: 'deck'; readonly connection: ConnectionOptions; readonly deck: DeckChoices }
	| { readonly kind: 'demo'; readonly deck: DeckChoices }
	| { readonly kind: 'plan'; readonly connection: ConnectionOptions; readonly plan: PlanChoices }
	| { readonly kind: 'apply'; readonly connection: ConnectionOptions; readonly apply: ApplyChoices }
	| { readonly kind: 'export'; readonly connection: ConnectionOptions; readonly export: ExportChoices }
	| { readonly kind: 'backup'; readonly connection: ConnectionOptions; readonly backup: BackupLine }
	| { readonly kind: 'archives'; readonly archives: ArchiveLine }
	| { readonly kind: 'restore'; readonly connection: ConnectionOptions; readonly restore: RestoreLine }
	| { readonly kind: 'kv'; readonly connection: ConnectionOptions; readonly kv: KvLine }
	| { readonly kind: 'object'; readonly connection: ConnectionOptions; readonly object: ObjectLine }
	| { readonly kind: 'report'; readonly connection: ConnectionOptions; readonly report: ReportChoices }
	| { readonly kind: 'check'; readonly connection: ConnectionOptions; readonly check: CheckChoices }
	| { readonly kind: 'events'; readonly connection: ConnectionOptions; readonly events: EventsChoices }
	| { readonly kind: 'request'; readonly connection: ConnectionOptions; readonly request: RequestChoices }
	| { readonly kind: 'completion'; readonly shell: Shell }
	/** A shell asks for completions of the last of these words. */
	| { readonly kind: 'complete'; readonly words: readonly string[] }
	| { readonly kind: 'man' };

/** Values of options, as commander names them. */
export type Options = Readonly<Record<string, unknown>>;

/** The arguments of a subcommand; a list if several are possible. */
export type Operands = readonly unknown[];

export function demoFrom(_: Operands, options: Options): Invocation | string {
	const given = Object.keys(connectionOf(options)).filter((key) => key !== 'production');
	if (given.length > 0) return 'demo takes no options of a connection: it starts a server of its own';
	return { kind: 'demo', deck: deckOf(options) };
}

export function reportFrom([what = 'account', stream]: Operands, options: Options): Invocation | string {
	const name = what as ReportName;
	if (reportRows[name].stream === 'required' && stream === undefined)
		return `report ${name} needs the name of the stream`;
	if (reportRows[name].stream === 'none' && stream !== undefined) return `report ${name} takes no name of a stream`;
	const report = {
		what: name,
		...(stream !== undefined && { stream: String(stream) }),
		json: options.json === true,
	};
	return { kind: 'report', connection: connectionOf(options), report };
}

export function checkFrom([what = 'account', stream, consumer]: Operands, options: Options): Invocation | string {
	const name = what as CheckName;
	const names = [stream, consumer].filter((each) => each !== undefined).map(String);
	const needed = checkRows[name].names;
	if (names.length < needed)
		return `check ${name} needs the name of the ${needed > names.length + 1 ? 'stream and of its ' : ''}${needed === 2 ? 'consumer' : 'stream'}`;
	if (names.length > needed) return `check ${name} takes no name of a ${needed === 0 ? 'stream' : 'consumer'}`;
	const check: CheckChoices = {
		what: name,
		stream: names[0] ?? '',
		consumer: names[1] ?? '',
		limits: lagLimitsOf(options),
		json: options.json === true,
		withinMs: numberOr(options.within, 30_000),
		...(options.systemContext !== undefined && { systemContext: String(options.systemContext) }),
	};
	return { kind: 'check', connection: connectionOf(options), check };
}

export function eventsFrom(_: Operands, options: Options): Invocation {
	const events: EventsChoices = {
		json: options.json === true,
		...(options.stream !== undefined && { stream: String(options.stream) }),
		types: (options.type as readonly string[] | undefined) ?? [],
	};
	return { kind: 'events', connection: connectionOf(options), events };
}

export function requestFrom([subject, payload]: Operands, options: Options): Invocation {
	const request: RequestChoices = {
		subject: String(subject),
		...(payload !== undefined && { payload: String(payload) }),
		headers: (options.header as readonly string[] | undefined) ?? [],
		...(options.replies !== undefined && { replies: String(options.replies) }),
		raw: options.raw === true,
		yes: options.yes === true,
		journal: options.journal !== false,
		asPreview: options.asPreview === true,
		readOnly: options.readOnly === true,
	};
	return { kind: 'request', connection: connectionOf(options), request };
}

export function planFrom([paths]: Operands, options: Options): Invocation {
	return { kind: 'plan', connection: connectionOf(options), plan: planOf(paths as readonly string[], options) };
}

export function applyFrom([paths]: Operands, options: Options): Invocation {
	const apply: ApplyChoices = {
		...planOf(paths as readonly string[], options),
		yes: options.yes === true,
		allowLoss: options.allowLoss === true,
		...(typeof options.delete === 'number' && { deletions: options.delete }),
		journal: options.journal !== false,
		readOnly: options.readOnly === true,
	};
	return { kind: 'apply', connection: connectionOf(options), apply };
}

export function exportFrom([folder]: Operands, options: Options): Invocation {
	const choices: ExportChoices = {
		...(folder !== undefined && { folder: String(folder) }),
		format: (options.format as ExportFormatName | undefined) ?? 'json',
		patterns: (options.stream as readonly string[] | undefined) ?? [],
		force: options.force === true,
	};
	return { kind: 'export', connection: connectionOf(options), export: choices };
}

export function backupFrom([given]: Operands, options: Options): Invocation | string {
	const operands = given as readonly string[];
	const [first, ...paths] = operands;
	if (options.all !== true && (first === 'info' || first === 'verify'))
		return paths.length === 0
			? `backup ${first} needs the folder of a backup`
			: { kind: 'archives', archives: { what: first, paths } };
	const streams = [...new Set(operands.slice(0, -1))];
	const folder = operands.at(-1) ?? '';
	if (options.all === true && streams.length > 0) return 'backup --all takes no streams, only the folder';
	if (options.all !== true && streams.length === 0)
		return 'backup needs streams and then a folder, or --all and a folder';
	const backup: BackupLine = {
		streams,
		folder,
		consumers: options.consumers !== false,
		check: options.check === true,
		journal: options.journal !== false,
		readOnly: options.readOnly === true,
	};
	return { kind: 'backup', connection: connectionOf(options), backup };
}

export function restoreFrom([paths]: Operands, options: Options): Invocation {
	const { name, replicas, storage, subject, cluster, tag } = options;
	const placement = { ...(cluster !== undefined && { cluster }), ...(tag !== undefined && { tags: tag }) };
	const changes = {
		...(name !== undefined && { name }),
		...(replicas !== undefined && { num_replicas: replicas }),
		...(storage !== undefined && { storage }),
		...(subject !== undefined && { subjects: subject }),
		...(Object.keys(placement).length > 0 && { placement }),
	} as RestoreLine['changes'];
	const restore: RestoreLine = {
		paths: paths as readonly string[],
		changes,
		yes: options.yes === true,
		journal: options.journal !== false,
		readOnly: options.readOnly === true,
	};
	return { kind: 'restore', connection: connectionOf(options), restore };
}

export function kvFrom(operands: Operands, options: Options): Invocation | string {
	const kv = kvLineFrom(wordsOf(operands), options);
	return typeof kv === 'string' ? kv : { kind: 'kv', connection: connectionOf(options), kv };
}

export function objectFrom(operands: Operands, options: Options): Invocation | string {
	const object = objectLineFrom(wordsOf(operands), options);
	return typeof object === 'string' ? object : { kind: 'object', connection: connectionOf(options), object };
}

const wordsOf = (operands: Operands): readonly string[] =>
	operands.flatMap((each) => (each === undefined ? [] : (each as string | readonly string[])));

function planOf(paths: readonly string[], options: Options): PlanChoices {
	const named = (options.pruneAlso as readonly string[] | undefined) ?? [];
	const folder = { merge: options.merge === true, prune: options.prune === true || named.length > 0, named };
	return { paths, folder, json: options.json === true };
}

const connectionKeys = [
	'server',
	'context',
	'creds',
	'nkey',
	'user',
	'password',
	'token',
	'tlscert',
	'tlskey',
	'tlsca',
	'tlsfirst',
	'jsDomain',
	'jsApiPrefix',
	'jsEventPrefix',
	'inboxPrefix',
	'dialect',
	'timeout',
] as const satisfies readonly (keyof ConnectionOptions)[];

/** The options about the connection. */
export function connectionOf(options: Options): ConnectionOptions {
	const production = productionWords(options.production ?? process.env.JETDECK_PRODUCTION);
	return {
		...Object.fromEntries(connectionKeys.flatMap((key) => (options[key] === undefined ? [] : [[key, options[key]]]))),
		...(production !== undefined && { production }),
	};
}

/** Whole words, in any letter case. */
function productionWords(given: unknown): RegExp | undefined {
	const words = typeof given === 'string' ? given.split(',').map((word) => word.trim()) : [];
	const escaped = words.filter((word) => word !== '').map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
	return escaped.length === 0 ? undefined : new RegExp(`(?<!\\w)(${escaped.join('|')})(?!\\w)`, 'i');
}

export function deckOf(options: Options): DeckChoices {
	return {
		intervalMs: numberOr(options.interval, 2000),
		readOnly: options.readOnly === true,
		journalValues: options.journalValues === true,
		color: options.color !== false,
		...(options.systemContext !== undefined && { systemContext: String(options.systemContext) }),
		lagLimits: lagLimitsOf(options),
	};
}

function lagLimitsOf(options: Options): LagLimits {
	return {
		pending: numberOr(options.lagPending, defaultLagLimits.pending),
		ackPending: numberOr(options.lagAckPending, defaultLagLimits.ackPending * 100) / 100,
		idleMs: numberOr(options.lagIdle, defaultLagLimits.idleMs),
	};
}

function numberOr(value: unknown, otherwise: number): number {
	return typeof value === 'number' ? value : otherwise;
}
