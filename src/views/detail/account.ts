import { bytes } from '../../format/bytes.ts';
import { count, type Integer } from '../../format/integer.ts';
import { rate } from '../../format/rate.ts';
import type { Version } from '../../jetstream/endpoints/endpoint.ts';
import { isWithoutJetStream } from '../../jetstream/problem.ts';
import { supports, versionInWords } from '../../jetstream/server-features.ts';
import type { AccountInfo, AccountUsage } from '../../jetstream/wire.ts';
import { lastKnown, unknown } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import { severityTones } from '../columns/cell.ts';
import { accountVerdicts, usageSeverity, usagesOf } from '../health/account.ts';
import type { Fact, Section } from '../line.ts';
import { plainTextColumns } from '../plain.ts';
import { fact, facts, healthSection, usage } from './facts.ts';

type AccountState = Pick<DeckState, 'target' | 'link' | 'roundTripMs' | 'user' | 'features' | 'apiRates' | 'denied'> &
	/** Absent if the deck never tried to listen. */
	Partial<Pick<DeckState, 'advisories' | 'account'>>;

/** The account: what is wrong with it, its limits and their use, the API, the user and the connection, missing permissions, the server's features. */
export function accountSections(
	info: AccountInfo,
	state: AccountState,
	columns: number = plainTextColumns,
): readonly Section[] {
	return [
		...healthSection({ reasons: accountVerdicts(info) }, columns),
		...usagesOf(info).flatMap(([tier, used]) =>
			facts(tier === undefined ? 'JetStream' : `JetStream, tier ${tier}`, usageFacts(used)),
		),
		...facts('API', apiFacts(info, state)),
		...connectionSection(state, info.domain),
		...deniedSection(state),
		...featureSection(state),
	];
}

/** The user and the connection; known before JetStream is. */
export function connectionSection(state: AccountState, domain?: string): readonly Section[] {
	const { target, link, roundTripMs, user } = state;
	const server = 'server' in link ? link.server : undefined;
	return facts('Connection', [
		...fact('Address', server?.address),
		...fact('Server', server && [server.name, `version ${server.version}`].filter(Boolean).join(', ')),
		...fact('Cluster', server?.cluster),
		...fact('Domain', target.domain ?? domain ?? server?.domain),
		...fact('API prefix', target.apiPrefix),
		...fact('Account', user && (user.account_name ?? user.account)),
		...fact('User', user?.user),
		...fact('Login', target.identity),
		...fact('Context', target.context?.name),
		...fact('Round trip', roundTripMs === undefined ? undefined : `${roundTripMs.toFixed(1)} ms`),
		...fact('Largest message', server && bytes(server.maxPayload)),
		...fact('Lists refresh', howListsRefresh(state)),
		...target.notes.flatMap((note) => fact('Note', note)),
	]);
}

/** Undefined if there is no JetStream, hence no list, or before that is known. */
function howListsRefresh({ advisories, account = unknown, features: { dialect } }: AccountState): string | undefined {
	const hasLists = account.phase === 'failed' ? !isWithoutJetStream(account.problem) : lastKnown(account) !== undefined;
	if (advisories === undefined || !hasLists) return undefined;
	if (dialect === 'preview') return 'with the next poll';
	return advisories ? 'at once, by advisories' : 'with the next poll: this user may not subscribe to advisories';
}

/** A limit of -1 means none. Limits on the size of one stream are 0 in some setups, which means none too. */
function usageFacts(used: AccountUsage): readonly Fact[] {
	const { limits } = used;
	const limited = (label: string, limit: Integer | undefined, say: (n: Integer) => string) =>
		fact(label, limit === undefined || limit <= 0 ? undefined : say(limit));
	return [
		judged('Storage', used.storage, limits.max_storage),
		judged('Memory', used.memory, limits.max_memory),
		...reserved('Reserved storage', used.reserved_storage, limits.max_storage),
		...reserved('Reserved memory', used.reserved_memory, limits.max_memory),
		usage('Streams', used.streams, limits.max_streams),
		...fact('Consumers', used.consumers === undefined ? undefined : count(used.consumers), {
			// Servers from 2.9 to 2.15 count the hidden consumers of mirrors and sources here but list them nowhere.
			...(used.consumers ? { help: 'Includes hidden consumers of mirrors and sources, if there are any.' } : {}),
		}),
		// Servers check it for each stream, whatever the account uses in total.
		...limited('Max consumers', limits.max_consumers, (most) => `${count(most)} in each stream`),
		...limited('Max ack pending', limits.max_ack_pending, count),
		...limited('Largest file stream', limits.storage_max_stream_bytes, bytes),
		...limited('Largest memory stream', limits.memory_max_stream_bytes, bytes),
		...fact('Max bytes', limits.max_bytes_required ? 'required for every stream' : undefined),
	];
}

/** The bar has the colour of the verdict. */
function judged(label: string, used: Integer, limit: Integer): Fact {
	const severity = usageSeverity(used, limit);
	return {
		...usage(label, used, limit, { say: bytes }),
		...(severity !== 'ok' && { shareTone: severityTones[severity] }),
	};
}

/** Reserved for streams with `max_bytes`, 2.10 and later. */
function reserved(label: string, size: Integer | undefined, limit: Integer): readonly Fact[] {
	// 2.10.27 counts below zero, which it sends as a very large number.
	return size === undefined || size >= 2 ** 63 ? [] : [usage(label, size, limit, { say: bytes })];
}

function apiFacts({ api }: AccountInfo, { apiRates, features }: AccountState): readonly Fact[] {
	const now = apiRates.at(-1);
	const replier: Fact = { label: 'Replied by', value: `nats-server ${versionInWords(features)}` };
	if (features.dialect === 'preview')
		return [...fact('Replied by', `the technical preview of 2020, ${features.version}`)];
	if (api === undefined) return [replier];
	return [
		{ label: 'Requests', value: count(api.total) },
		{ label: 'Errors', value: count(api.errors), tone: api.errors > 0 ? 'warn' : 'plain' },
		...fact('Requests a second', now === undefined ? undefined : rate(now), { trend: apiRates }),
		...fact('In flight', api.inflight === undefined ? undefined : count(api.inflight)),
		...fact('API level', api.level === undefined ? 'none, before 2.11' : String(api.level)),
		replier,
	];
}

function deniedSection({ denied }: AccountState): readonly Section[] {
	if (denied.size === 0) return [];
	return [
		{
			kind: 'table',
			title: 'Permissions refused so far',
			columns: [
				{ title: 'MAY NOT', align: 'left' },
				{ title: 'SUBJECT', align: 'left' },
			],
			rows: [...denied.values()].map(({ operation, subject }) => [
				{ text: operation, tone: 'warn' },
				{ text: subject },
			]),
			empty: '',
		},
	];
}

/** Features by version, as far as people ask for them. */
const featureRows: readonly (readonly [since: Version, name: string])[] = [
	['2.10', 'Several filter subjects, metadata, compression, subject transforms'],
	['2.11', 'Message TTLs, pausing consumers, priority groups, pinned clients'],
	['2.12', 'Atomic batches, counters, schedules, prioritized consumers, mirror promotion'],
	['2.12.5', 'Changing max_consumers'],
	['2.14', 'Fast batches, flow control acknowledgement, durable sourcing'],
	['2.15', 'Progress of moves and scaling'],
];

/** What the first release added to the technical preview. */
const afterPreview = 'Headers, mirrors, sources, replicas, discard new, limits per subject, purging a part';

function featureSection({ features }: AccountState): readonly Section[] {
	if (features.dialect === 'preview')
		return facts('Features of this server', [{ label: '2.2', value: `not supported: ${afterPreview}`, tone: 'dim' }]);
	return facts(
		'Features of this server',
		featureRows.map(([since, name]) =>
			supports(features, since)
				? { label: since, value: `✓ ${name}` }
				: { label: since, value: `not supported: ${name}`, tone: 'dim' },
		),
	);
}
