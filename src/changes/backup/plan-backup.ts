import { resolve } from 'node:path';
import { bytes } from '../../format/bytes.ts';
import { total } from '../../format/exact.ts';
import { plural } from '../../format/integer.ts';
import { freeAt, notWritable } from '../../jetstream/backup/partial-backup.ts';
import type { Api } from '../../jetstream/request.ts';
import { type Features, supports, versionInWords } from '../../jetstream/server-features.ts';
import { buildSubject } from '../../jetstream/subject.ts';
import type { StreamInfo } from '../../jetstream/wire.ts';
import { named, plain, warn } from '../plan/wording.ts';
import type { Plan, Step } from '../proposal.ts';
import { diskRoom } from './disk-room.ts';

export interface BackupChoices {
	/** Includes the consumers and their positions. */
	readonly consumers: boolean;
	/** The server reads every message first; only nats-server before 2.15. */
	readonly check: boolean;
}

/** A stream, and the folder of its backup. */
export interface Wanted {
	readonly info: StreamInfo;
	readonly folder: string;
}

/** Why a server cannot back up a stream, as a sentence. */
export function notBackedUp({ config: { name, storage } }: StreamInfo, features: Features): string | undefined {
	return storage === 'memory' && !supports(features, '2.15')
		? `Stream ${name} is in memory: this server (${versionInWords(features)}) cannot back it up; 2.15 and later can.`
		: undefined;
}

/** Copies streams to folders; changes nothing on the server. */
export async function planBackup(
	wanted: readonly Wanted[],
	choices: BackupChoices,
	{ api, features }: { readonly api: Api; readonly features: Features },
): Promise<Plan> {
	for (const { info, folder } of wanted) {
		const why = notBackedUp(info, features) ?? (await notWritable(folder));
		if (why !== undefined) return { refusal: why };
	}
	const [first] = wanted;
	if (first === undefined) return { refusal: 'There is no stream to back up.' };
	const size = total(wanted.map(({ info }) => info.state.bytes));
	const room = diskRoom(first.folder, await freeAt(first.folder), Number(size));
	if ('refusal' in room) return room;
	const names = wanted.map(({ info }) => info.config.name);
	const what = named(names, 'stream');
	return {
		title: `Back up ${what}`,
		doing: 'backing up',
		done:
			wanted.length === 1
				? `Stream ${names[0]} is backed up to ${first.folder}.`
				: `${plural(names.length, 'stream')} are backed up.`,
		effect: 'change',
		lossless: true,
		consequences: [
			...wanted.map((each) => plain(copied(each, choices, wanted.length > 1))),
			...room.notes,
			...(choices.check ? [warn(aboutCheck(features))] : []),
		],
		steps: wanted.map((each) => stepOf(each, choices, { api, features })),
	};
}

function copied({ info: { config, state }, folder }: Wanted, { consumers }: BackupChoices, several: boolean): string {
	const about = several ? `${config.name}: ` : '';
	const with_ = state.consumer_count === 0 ? '' : consumersInWords(state.consumer_count, consumers);
	return `${about}${plural(state.messages, 'message')}, ${bytes(state.bytes)}${with_}, to ${folder}.`;
}

function consumersInWords(consumers: number, included: boolean): string {
	return included ? `, and ${plural(consumers, 'consumer')}` : `, without its ${plural(consumers, 'consumer')}`;
}

function aboutCheck(features: Features): string {
	return supports(features, '2.15')
		? 'nats-server 2.15 and later ignores --check.'
		: 'If the check finds damage, this nats-server refuses every further backup of the stream until it is restarted.';
}

/** Unacknowledged data is in memory; the default of servers is 8 MiB. */
const windowBytes = 2 * 1024 * 1024;

function stepOf(
	{ info: { config, created }, folder }: Wanted,
	{ consumers, check }: BackupChoices,
	{ api, features }: { readonly api: Api; readonly features: Features },
): Step {
	const stream = config.name;
	const subject = buildSubject(api.prefix, 'stream.snapshot', { stream });
	return {
		title: `Back up stream ${stream}`,
		asset: { kind: 'stream', stream },
		wire: {
			kind: 'transfer',
			endpoint: 'transfer.backup',
			subject: subject.ok ? subject.subject : '',
			// Relative paths in the journal would depend on the folder that jetdeck was started in.
			params: { stream, folder: resolve(folder) },
			body: {
				...(!consumers && { no_consumers: true }),
				...(check && { jsck: true }),
				...(supports(features, '2.12.5') && { window_size: windowBytes }),
			},
		},
		expects: { created },
	};
}
