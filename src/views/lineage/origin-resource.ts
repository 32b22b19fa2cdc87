import { apiProblem, malformedProblem } from '../../jetstream/advice.ts';
import { decodeReply } from '../../jetstream/decode.ts';
import { endpointById } from '../../jetstream/endpoints.ts';
import { type Answer, failed } from '../../jetstream/problem.ts';
import type { Api } from '../../jetstream/request.ts';
import type { StreamInfo } from '../../jetstream/wire.ts';
import { putDatum } from '../../store/entries.ts';
import type { Resource } from '../../store/resource.ts';
import type { DeckState } from '../../store/state.ts';
import { writeTable } from '../../store/table.ts';
import { type Node, nodeKey } from './graph.ts';
import { isDomain } from './unaskable.ts';

/** A gone domain answers at once; one that hangs must not slow the others down. */
const patienceMs = 2000;

/** Asks another domain or account for the info of a stream, through the prefix that a mirror or source has for it. */
export function originResource(node: Node, every: number): Resource {
	const key = nodeKey(node);
	return {
		key: `origin:${key}`,
		every,
		fetch: async (api, { signal }) => {
			const answer = await infoElsewhere(api, node, signal);
			const patch = (state: DeckState) => ({
				origins: writeTable(state.origins, (entries) => putDatum(entries, key, answer)),
			});
			return { ok: answer.ok, patch };
		},
	};
}

/** Any subject may be the prefix of an import, so the door takes it for a message; a read-only one refuses it. */
async function infoElsewhere(api: Api, { prefix, stream }: Node, signal: AbortSignal): Promise<Answer<StreamInfo>> {
	const endpoint = endpointById('stream.info');
	const subject = `${prefix}.STREAM.INFO.${stream}`;
	const allow = isDomain(prefix) ? 'read' : 'publish';
	const asked = { allow, most: 1, timeoutMs: patienceMs, signal } as const;
	const { messages, problem, ms } = await api.raw.request({ subject, payload: '' }, asked);
	const [reply] = messages;
	if (problem !== undefined || reply === undefined) {
		const none = { kind: 'timeout', subject, message: 'No reply', advice: '' } as const;
		return failed(problem ?? none, ms);
	}
	const decoded = decodeReply(endpoint, reply.data);
	if (decoded.kind === 'error') return failed(apiProblem(subject, decoded.error), ms);
	if (decoded.kind === 'malformed') return failed(malformedProblem(subject, decoded.reason), ms);
	return { ok: true, value: decoded.value as StreamInfo, at: Date.now(), ms };
}
