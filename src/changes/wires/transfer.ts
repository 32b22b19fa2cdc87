import { stringifyJson } from '../../format/json.ts';
import type { Config } from '../../jetstream/fields/config.ts';
import { natsLine } from '../../jetstream/nats-cli/nats-line.ts';
import { readOnlyProblem } from '../../jetstream/problem.ts';
import { shrinkMemory } from '../../store/give-back-memory.ts';
import { changeOf } from '../table.ts';
import { isOfMessages, type TransferWire } from '../wire.ts';
import type { WireKind } from './wire-kind.ts';

export const transferWire: WireKind<TransferWire> = {
	written: ({ subject, body, makesMessages }) => ({
		ok: true,
		subject,
		payload: body === undefined || makesMessages ? '' : stringifyJson(body),
	}),
	send: (wire, around) => {
		const transfer = around.transferOf(wire.endpoint);
		if (transfer === undefined) throw new Error(`${wire.endpoint} has no row that says how it is sent`);
		if (around.api.readOnly && !transfer.reads) return { kind: 'not-sent', problem: readOnlyProblem(wire.subject) };
		shrinkMemory();
		return transfer.send(wire, around);
	},
	kept: ({ params, body }) => ({ payload: { ...params, ...body } }),
	message: (wire) => (isOfMessages(wire) ? undefined : { verb: 'req' }),
	/** Or a comment that says why there is none. */
	command: ({ endpoint, params, body = {} }, target) => {
		const { nats = 'no command', transfer } = changeOf(endpoint) ?? {};
		const line = nats === 'no command' ? undefined : nats({ params, body: body as Config });
		if (line === undefined) return `# ${transfer?.noLine ?? 'The nats CLI has no command for this.'}`;
		return natsLine(target.cli, { ...line, callsApi: true });
	},
};
