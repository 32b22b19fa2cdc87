import { numberIn, textIn } from '../../format/is.ts';
import type { Api } from '../../jetstream/request.ts';
import { readStats } from '../../jetstream/system/stats.ts';
import { isLed, type MetaSeen, metasOf, othersIn, type Told } from '../../store/system/meta.ts';
import type { Meaning } from '../proposal.ts';
import { applied, cannotTell, type Look, notApplied, unclear } from './look.ts';

/** Where a person looks, if jetdeck cannot. */
const metaShows = 'The peers of the meta group (:meta) show whether it was carried out.';

/** The leader changes, or it does not. */
export const ledByAnother: Look = {
	note: async ({ api }) => (await readLed(api))?.group.leader,
	judge: async (_, { api, was }) => {
		if (was.noted === undefined) return cannotTell(metaShows);
		const leader = (await readLed(api))?.group.leader;
		if (leader === undefined) return unclear;
		return leader === was.noted ? notApplied : applied;
	},
};

/** The leader names the peer no more. */
export const withoutPeer: Look = {
	note: async ({ api, meaning }) => isPeer(await readLed(api), meaning),
	judge: async (_, { api, meaning, was }) => {
		// It was none before, or nobody said so.
		if (was.noted !== true) return cannotTell(metaShows);
		const still = isPeer(await readLed(api), meaning);
		if (still === undefined) return unclear;
		return still ? notApplied : applied;
	},
};

/** Every server that accepts a rescue lowers its own quorum. */
export const rescued: Look = {
	note: async ({ api }) => lowestOf(await quorums(api)),
	judge: async (_, { api, meaning, was }) => {
		const wanted = numberIn({ ...meaning.body }, 'quorum_needed');
		if (typeof was.noted !== 'number' || was.noted === wanted) return cannotTell(metaShows);
		const now = lowestOf(await quorums(api));
		if (now === undefined) return unclear;
		return now === wanted ? applied : notApplied;
	},
};

const lowestOf = (all: readonly number[]): number | undefined => (all.length === 0 ? undefined : Math.min(...all));

async function quorums(api: Api): Promise<readonly number[]> {
	const domain = api.domain();
	const told = await statsOf(api);
	return told.flatMap(({ stats: { jetstream } }) =>
		(jetstream?.domain ?? '') === domain ? (jetstream?.meta?.quorum ?? []) : [],
	);
}

/** Fewer assets on the server: it moves them off. As many: it may not have begun, or have nowhere to move them. */
export const emptied: Look = {
	note: ({ api, meaning }) => assetsOn(api, meaning),
	judge: async (_, { api, meaning, was }) => {
		if (typeof was.noted !== 'number' || was.noted === 0) return cannotTell(metaShows);
		const now = await assetsOn(api, meaning);
		return now === undefined || now >= was.noted ? unclear : applied;
	},
};

/** Streams and consumers that a server has. */
async function assetsOn(api: Api, { body = {} }: Meaning): Promise<number | undefined> {
	const name = textIn({ ...body }, 'peer');
	if (name === undefined) return undefined;
	const answer = await api.servers.gather('server.jsz', { body: { server_name: name }, expected: { names: [name] } });
	const reply = answer.ok ? answer.value.replies.find(({ server }) => server.name === name) : undefined;
	if (reply === undefined) return undefined;
	const [streams, consumers] = [numberIn(reply.value, 'streams'), numberIn(reply.value, 'consumers')];
	return streams === undefined || consumers === undefined ? undefined : streams + consumers;
}

/** Undefined where no leader names its peers. */
function isPeer(meta: MetaSeen | undefined, { body = {} }: Meaning): boolean | undefined {
	if (meta === undefined) return undefined;
	const { leader, peer, replicas } = meta.group;
	const [id, name] = [textIn({ ...body }, 'peer_id'), textIn({ ...body }, 'peer')];
	return [{ name: leader, peer }, ...replicas].some((each) =>
		id === undefined ? each.name === name : each.peer === id,
	);
}

/** The group that the connection changes, in the words of its leader. */
async function readLed(api: Api): Promise<MetaSeen | undefined> {
	const domain = api.domain();
	return metasOf([], await statsOf(api)).find((meta) => meta.domain === domain && isLed(meta));
}

async function statsOf(api: Api): Promise<readonly Told[]> {
	const answer = await api.servers.gather('server.statsz', { expected: { names: [] }, learn: othersIn });
	return answer.ok ? answer.value.replies.map((reply) => ({ reply, stats: readStats(reply.value) })) : [];
}
