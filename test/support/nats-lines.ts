import { type NatsTarget, natsCommand as natsCommandOf } from '../../src/changes/nats-command.ts';
import type { EndpointId } from '../../src/jetstream/endpoints.ts';
import type { CliReach } from '../../src/nats/cli-reach.ts';

/** Lines of the nats CLI then go where that program goes by itself. */
export const nowhere: CliReach = { variables: [], connection: [], api: [] };

/** The line of the nats CLI for a request, by default without where it goes. */
export function natsCommand(
	endpoint: EndpointId,
	params: Readonly<Record<string, string>>,
	body?: object,
	before?: Readonly<Record<string, unknown>>,
	target: NatsTarget = { cli: nowhere },
): string | undefined {
	return natsCommandOf({ endpoint, params, body, before }, target);
}
