import { textIn } from '../../format/is.ts';
import type { Api } from '../../jetstream/request.ts';
import { readStats } from '../../jetstream/system/stats.ts';
import { isLed, type MetaSeen, metasOf, othersIn } from '../../store/system/meta.ts';
import type { Meaning } from '../proposal.ts';
import { applied, cannotTell, type Look, notApplied, unclear } from './look.ts';

/** Where a person looks, if jetdeck cannot. */
export const metaShows = 'The peers of the meta group (:meta) show whether it was carried out.';

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
	const answer = await api.servers.gather('server.statsz', { expected: { names: [] }, learn: othersIn });
	if (!answer.ok || domain === undefined) return undefined;
	const told = answer.value.replies.map((reply) => ({ reply, stats: readStats(reply.value) }));
	return metasOf([], told).find((meta) => meta.domain === domain && isLed(meta));
}
