import { bytes } from '../../format/bytes.ts';
import { wholeText } from '../../format/payload.ts';
import { keyFault } from '../../jetstream/kv/key.ts';
import { refusedWrite } from '../../jetstream/kv/refusals.ts';
import { natsLine } from '../../jetstream/nats-cli/nats-line.ts';
import { kvContent } from '../journal-values.ts';
import { answered } from '../sending.ts';
import { storeKey } from '../store-key.ts';
import { changeOf } from '../table.ts';
import type { KvWire } from '../wire.ts';
import type { WireKind } from './wire-kind.ts';

export const kvWire: WireKind<KvWire> = {
	written: ({ message: { subject, payload } }) => ({
		ok: true,
		subject,
		payload: wholeText(payload) ?? `(${bytes(payload.length)}, not shown)`,
	}),
	/** Another stream may have taken the subject since it was planned: that is no success, and the look at the right one would say that nothing was stored. */
	send: async (wire, { api, connected, signal }) => {
		const answer = await storeKey(api, wire, signal);
		if (answer.ok) return answered(answer, connected, []);
		const { problem, ms } = answer;
		return problem.elsewhere
			? { kind: 'refused', problem, ms: Math.round(ms), came: [] }
			: answered({ ...answer, problem: refusedWrite(problem, wire.write, wire.config) }, connected, []);
	},
	kept: (wire, values) => ({ payload: kvContent(wire, values) }),
	message: ({ message: { headers, payload } }) => ({
		verb: 'req',
		headers,
		...(wholeText(payload) === undefined && { payload: undefined, comment: 'it reads the value from stdin' }),
	}),
	/** None where it has none that does exactly this: it refuses keys that no library allows, has no headers, and looks for the keys of a mirror under other subjects. */
	command: ({ endpoint, params, write, isMirror }, target) => {
		const { nats = 'no command' } = changeOf(endpoint) ?? {};
		if (nats === 'no command' || isMirror || write.headers?.length || keyFault(params.key) !== undefined)
			return undefined;
		const { value, revision, ttl } = write;
		const line = nats({ params: { ...params }, body: { value: wholeText(value), size: value.length, revision, ttl } });
		return line && natsLine(target.cli, { ...line, callsApi: true });
	},
};
