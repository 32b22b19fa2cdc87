import { bad, listOfNames, warn } from '../changes/plan/wording.ts';
import type { Consequence, Proposal } from '../changes/proposal.ts';
import type { CliReach } from '../nats/cli-reach.ts';
import type { Deliveries, Delivering } from './delivering.ts';
import { noteInWords } from './note.ts';
import type { Prepared } from './prepare.ts';

const nameOf = ({ info }: Delivering): string => `${info.stream_name} > ${info.name}`;

/** Why a read-only deck does not subscribe there. */
export function listenRefused(subject: string, { consumers, unknown }: Deliveries): string {
	const why =
		consumers.length > 0
			? `${listOfNames(consumers.map(nameOf))} ${consumers.length === 1 ? 'delivers' : 'deliver'} to ${subject}: a subscription takes their messages.`
			: `Whether a push consumer delivers to ${subject} is unknown. ${unknown}`;
	return `${why} This jetdeck is read-only: it did not subscribe.`;
}

/** Subscribes where consumers deliver, which counts as delivery to an application. */
export function planListen(
	text: string,
	prepared: Prepared,
	{ consumers, unknown }: Deliveries,
	cli: CliReach,
): Proposal {
	const { message, line, notes } = prepared;
	const [first] = consumers;
	const destroys = consumers.some(loses);
	return {
		title: `Subscribe to ${message.subject}`,
		doing: 'subscribing',
		done: `Subscribed to ${message.subject}.`,
		effect: destroys ? 'destroy' : 'change',
		...(destroys && { typed: first?.info.name ?? message.subject }),
		consequences: [
			...consumers.map(taken),
			...(unknown === undefined
				? []
				: [
						warn(
							`Whether ${consumers.length > 0 ? 'other' : 'any'} push consumers deliver to it is unknown. ${unknown}`,
						),
					]),
		],
		steps: [
			{
				asset: { kind: 'subject', subject: message.subject },
				wire: { kind: 'listen', endpoint: 'subscribe', listen: { subject: message.subject } },
			},
		],
		line: {
			text,
			verb: line.verb,
			subject: message.subject,
			payload: '',
			headers: [],
			cli,
			notes: notes.map(noteInWords),
			listens: { raw: line.raw },
		},
	};
}

/** Whether delivered messages are lost: they need no acknowledgement, or are delivered only once. */
function loses({ info: { config }, removes }: Delivering): boolean {
	const never = (config.ack_policy ?? 'none') === 'none';
	return (never && removes) || Number(config.max_deliver ?? -1) === 1;
}

function taken(one: Delivering): Consequence {
	const { config } = one.info;
	const name = `Consumer ${nameOf(one)}`;
	if ((config.ack_policy ?? 'none') === 'none')
		return one.removes
			? bad(`${name} delivers to it with ack_policy none: its stream removes delivered messages.`)
			: bad(`${name} delivers to it with ack_policy none: messages are not delivered again.`);
	if (Number(config.max_deliver ?? -1) === 1)
		return bad(`${name} delivers to it, each message once (max_deliver 1): messages are not delivered again.`);
	return warn(`${name} delivers to it: each message counts as delivered, and is delivered again after ack_wait.`);
}
