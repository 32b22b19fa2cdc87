import type { Api } from '../../jetstream/request.ts';
import type { StreamInfo } from '../../jetstream/wire.ts';
import { equalConfigurations, type Found, lookAt } from './expectation.ts';
import type { Step, Wire } from './proposal.ts';

/** `unclear`: not yet known, worth another look. `cannot tell`: nothing that can be read says it. */
export type Finding = 'applied' | 'not applied' | 'unclear' | 'cannot tell';

type Look = (step: Step, found: Exclude<Found, { kind: 'unclear' }>, api: Api) => Finding | Promise<Finding>;

const deleted: Look = ({ expects }, found) => {
	if (found.kind === 'absent') return 'applied';
	return expects?.created === undefined || expects.created === found.created ? 'not applied' : 'cannot tell';
};

const created: Look = (_step, found) => (found.kind === 'there' ? 'applied' : 'not applied');

/** Back as it was: not applied. Anything else: it was, for nobody else's change would be left out of the difference. */
const updated: Look = ({ before }, found) => {
	if (found.kind === 'absent' || before === undefined) return 'cannot tell';
	return equalConfigurations(before, found.config) ? 'not applied' : 'applied';
};

const messageDeleted: Look = async ({ wire }, found, api) => {
	if (found.kind === 'absent') return 'cannot tell';
	const seq = (wire.body as { readonly seq?: number } | undefined)?.seq;
	const answer = await api.request('stream.msg.get', { stream: wire.params.stream ?? '' }, { seq });
	if (answer.ok) return 'not applied';
	// 10037: no message found; 10043: that sequence was deleted or is past the ends.
	return answer.problem.errCode === 10037 || answer.problem.errCode === 10043 ? 'applied' : 'unclear';
};

/** A purge below a sequence, or of everything, moves the first sequence; of others nothing that can be read says it. */
const purged: Look = ({ wire }, found) => {
	if (found.kind === 'absent') return 'cannot tell';
	const { filter, seq, keep } = (wire.body ?? {}) as { filter?: string; seq?: number; keep?: number };
	const { state } = found.info as StreamInfo;
	if (filter !== undefined) return 'cannot tell';
	if (seq !== undefined) return state.first_seq >= seq || state.messages === 0 ? 'applied' : 'not applied';
	return state.messages <= (keep ?? 0) ? 'applied' : 'not applied';
};

const paused: Look = ({ wire }, found) => {
	if (found.kind === 'absent') return 'cannot tell';
	const until = (wire.body as { readonly pause_until?: string } | undefined)?.pause_until;
	const is = (found.info as { readonly paused?: boolean }).paused === true;
	return is === (until !== undefined) ? 'applied' : 'not applied';
};

/** By endpoint: how to see, after an answer that never came, whether the request was carried out. */
const looks: Readonly<Partial<Record<Wire['endpoint'], Look>>> = {
	'stream.create': created,
	'stream.update': updated,
	'stream.delete': deleted,
	'stream.purge': purged,
	'stream.msg.delete': messageDeleted,
	'consumer.create': (step, found, api) => (step.before === undefined ? created : updated)(step, found, api),
	'consumer.create.durable': (step, found, api) => (step.before === undefined ? created : updated)(step, found, api),
	'consumer.delete': deleted,
	'consumer.pause': paused,
};

/** Looks on the server whether a request whose answer never came was carried out. */
export async function findOut(api: Api, step: Step): Promise<Finding> {
	const look = looks[step.wire.endpoint];
	if (look === undefined || step.asset.kind === 'subject') return 'cannot tell';
	const found = await lookAt(api, step.asset);
	if (found.kind !== 'unclear') return look(step, found, api);
	// What may not be asked is not told by asking again.
	return found.problem.kind.startsWith('permission') ? 'cannot tell' : 'unclear';
}
