import { resolve } from 'node:path';
import { bytes } from '../../format/bytes.ts';
import { count, plural } from '../../format/integer.ts';
import { heldIn } from '../../jetstream/backup/contents.ts';
import { configurationOf } from '../../jetstream/configuration-of.ts';
import { type Difference, differences } from '../../jetstream/difference.ts';
import { streamFields } from '../../jetstream/fields/stream.ts';
import { checkStream } from '../../jetstream/rules/check-stream.ts';
import type { StreamSituation } from '../../jetstream/rules/situation.ts';
import { type Features, supports, versionInWords } from '../../jetstream/server-features.ts';
import { buildSubject } from '../../jetstream/subject.ts';
import type { AccountInfo, StreamConfig } from '../../jetstream/wire.ts';
import { lookAt } from '../expectation.ts';
import { planStreamCreate } from '../plan/stream-configuration.ts';
import { listOfNames, named, plain, warn } from '../plan/wording.ts';
import type { Consequence, Plan, Step } from '../proposal.ts';
import type { ReadFolder } from './read-folders.ts';
import type { RestoreAround } from './restore-around.ts';

/** Fields that the restored stream gets in place of those in the backup. */
export type RestoreChanges = Readonly<
	Partial<Pick<StreamConfig, 'name' | 'num_replicas' | 'storage' | 'subjects' | 'placement'>>
>;

/** A backup, and the configuration of the restored stream. */
interface Wanted {
	readonly read: ReadFolder;
	readonly original: StreamConfig;
	readonly config: StreamConfig;
}

/** Restores streams from folders. Refuses what servers refuse only after the upload, and what they would restore as an empty stream. */
export async function planRestore(
	reads: readonly ReadFolder[],
	changes: RestoreChanges,
	around: RestoreAround,
): Promise<Plan> {
	const wanted = reads.map((read): Wanted => {
		const original = configurationOf({ config: read.folder.config });
		return { read, original, config: { ...original, ...changes } };
	});
	const refused = await firstRefusal(wanted, around);
	if (refused !== undefined) return { refusal: refused };
	const names = wanted.map(({ config }) => config.name);
	const several = wanted.length > 1;
	return {
		title: `Restore ${named(names, 'stream')}`,
		doing: 'restoring',
		done: several ? `${plural(names.length, 'stream')} are restored.` : `Stream ${names[0]} is restored.`,
		effect: 'change',
		lossless: true,
		consequences: wanted.flatMap((each) => consequencesOf(each, several)),
		difference: restoredDifference(wanted),
		steps: wanted.map((each) => stepOf(each, around)),
		stopsAt: 'failure',
	};
}

/** The fields in which the streams will differ from their backups; of several streams each with the name of its stream. */
export function restoredDifference(wanted: readonly Pick<Wanted, 'original' | 'config'>[]): readonly Difference[] {
	return wanted.flatMap(({ original, config }) =>
		differences(streamFields, original, config).map((one) =>
			wanted.length === 1 ? one : { ...one, path: `${one.path} of ${config.name}` },
		),
	);
}

async function firstRefusal(wanted: readonly Wanted[], around: RestoreAround): Promise<string | undefined> {
	const seen: StreamConfig[] = [];
	for (const each of wanted) {
		const { config } = each;
		if (seen.some(({ name }) => name === config.name)) return `Two of the backups are of stream ${config.name}.`;
		const why =
			cannotBe(each, around.features) ??
			(await exists(config.name, around)) ??
			faultIn(config, { ...around.situation, streams: [...around.situation.streams, ...seen] });
		if (why !== undefined) return why;
		seen.push(config);
	}
	return noRoom(wanted, around.situation.account);
}

/** Why this archive cannot be restored on this server. */
function cannotBe({ read, original, config }: Wanted, features: Features): string | undefined {
	const { format } = read.contents;
	if (format === 'v2' && !supports(features, '2.15'))
		return `The backup of stream ${original.name} is from nats-server 2.15 or later: this server (${versionInWords(features)}) cannot read it.`;
	if (format === 'v2') return undefined;
	if (config.name !== original.name)
		return `The backup is of stream ${original.name}, and from nats-server before 2.15: it can only be restored under that name.`;
	if (config.storage === 'memory')
		return `The backup of stream ${original.name} was made by nats-server before 2.15: restored with storage memory, the stream would be empty.`;
	return undefined;
}

async function exists(stream: string, { api, signal }: RestoreAround): Promise<string | undefined> {
	const found = await lookAt(api, { kind: 'stream', stream }, signal);
	return found.kind === 'there'
		? `Stream ${stream} already exists: a restore never overwrites. Delete it first, or restore under another name: jetdeck restore --name.`
		: undefined;
}

const subjectsOverlap = 10065;

/** Servers restore a sealed stream, but nobody may create one. */
function faultIn(config: StreamConfig, situation: StreamSituation): string | undefined {
	const { sealed: _, ...open } = config;
	const fault = checkStream(open, situation).find(({ isTaken }) => isTaken !== true);
	if (fault === undefined) return undefined;
	const advice = fault.errCode === subjectsOverlap ? ' Restore it with other subjects: jetdeck restore --subject.' : '';
	return `Stream ${config.name} cannot be restored. ${fault.message}${advice}`;
}

/** Servers check the limits of an account only when the messages arrive. */
function noRoom(wanted: readonly Wanted[], account: AccountInfo | undefined): string | undefined {
	for (const storage of ['file', 'memory'] as const) {
		const streams = wanted.filter(({ config }) => (config.storage ?? 'file') === storage);
		const usage = account?.tiers === undefined || account.tiers === null ? account : undefined;
		const most = Number((storage === 'file' ? usage?.limits.max_storage : usage?.limits.max_memory) ?? -1);
		if (most < 0 || usage === undefined) continue;
		const left = most - Number(storage === 'file' ? usage.storage : usage.memory);
		const needed = streams.reduce(
			(sum, { read, config }) => sum + Number(read.folder.state?.bytes ?? 0) * Math.max(1, config.num_replicas ?? 1),
			0,
		);
		if (needed > left)
			return `The account has ${bytes(Math.max(0, left))} of ${bytes(most)} ${storage} storage left, and the backup needs ${bytes(needed)}.`;
	}
	return undefined;
}

function consequencesOf({ read, original, config }: Wanted, several: boolean): readonly Consequence[] {
	const about = several ? `${config.name}: ` : '';
	const created = planStreamCreate(config);
	const told = [
		plain(`From ${read.folder.path}: ${heldInWords(read)}.`),
		...read.lacks.map((text) => warn(`The backup is incomplete. ${text}`)),
		...agedOut(read, config),
		...(config.name === original.name
			? []
			: [warn(`It was stream ${original.name}. Its messages keep the subjects that they were published to.`)]),
		...('refusal' in created ? [] : created.consequences),
	];
	return several ? told.map(({ text, tone }) => ({ text: `${about}${text}`, tone })) : told;
}

/** The content of a backup, in figures. */
function heldInWords({ folder: { state, size }, contents }: Pick<ReadFolder, 'folder' | 'contents'>): string {
	const messages = contents.messages ?? state?.messages;
	const [first, last] = [contents.first ?? state?.first_seq, contents.last ?? state?.last_seq];
	const names = contents.consumers.map(({ name }) => name);
	return [
		...(messages === undefined ? [] : [plural(messages, 'message')]),
		...(state === undefined ? [] : [bytes(state.bytes)]),
		`${bytes(size)} compressed`,
		...(first === undefined || last === undefined || Number(messages) === 0
			? []
			: [`sequences ${count(first)} to ${count(last)}`]),
		names.length === 0 ? 'no consumers' : `${plural(names.length, 'consumer')} (${listOfNames(names)})`,
	].join(', ');
}

/** A server removes at once what is too old by then, and reports success. */
function agedOut({ folder: { state } }: ReadFolder, { max_age: age }: StreamConfig): readonly Consequence[] {
	const most = Number(age ?? 0) / 1e6;
	if (most <= 0 || state === undefined || Number(state.messages) === 0) return [];
	const isOlder = (at: string): boolean => Date.now() - Date.parse(at) > most;
	if (isOlder(state.last_ts))
		return [warn('All its messages are older than its max age: the server will remove them at once.')];
	return isOlder(state.first_ts)
		? [warn('Its oldest messages are older than its max age: the server will remove them at once.')]
		: [];
}

function stepOf({ read: { folder, contents }, original, config }: Wanted, { api }: RestoreAround): Step {
	const stream = config.name;
	const subject = buildSubject(api.prefix, 'stream.restore', { stream });
	const changed = differences(streamFields, original, config).map(({ path }) => path);
	return {
		title: `Restore stream ${stream}`,
		asset: { kind: 'stream', stream },
		wire: {
			kind: 'transfer',
			endpoint: 'transfer.restore',
			subject: subject.ok ? subject.subject : '',
			params: { stream, folder: resolve(folder.path), ...(changed.length > 0 && { changed: changed.join(',') }) },
			body: { config, ...(folder.state && { state: folder.state }) },
			holds: heldIn(contents),
		},
		expects: { absent: true },
	};
}
