import { mayPublish } from '../jetstream/account.ts';
import { type EndpointId, endpointById } from '../jetstream/endpoints.ts';
import { supports } from '../jetstream/server-features.ts';
import type { Command, CommandContext } from './command.ts';
import { selection } from './selection.ts';

/**
 * Why the user's permissions do not allow a command on the selection: every suitable endpoint was refused for it. Refusals are
 * stored per full subject, so that a refusal for one stream does not affect another; servers from 2.10 on also return permissions
 * beforehand.
 */
export function refusal(command: Command, context: CommandContext): string | undefined {
	if (command.needs === undefined) return undefined;
	const missing = unavailable(command.needs, context);
	if (missing !== undefined) return missing;
	const refused = command.needs.map((endpoint) => refusedSubject(endpoint, context));
	if (refused.some((subject) => subject === undefined)) return undefined;
	return `This user may not publish to ${refused.join(' or ')}. Ask whoever runs the server for the permission.`;
}

/** Why a server older than all of the endpoints lacks it. Behind a domain the server may be newer, so it is asked. */
function unavailable(needs: readonly EndpointId[], { state }: CommandContext): string | undefined {
	const { features } = state;
	if (features.dialect === 'current' || needs.some((id) => supports(features, endpointById(id).since)))
		return undefined;
	const [first] = needs;
	return first && `The technical preview of 2020 does not support “${endpointById(first).title.toLowerCase()}”.`;
}

function refusedSubject(endpoint: EndpointId, { deck, state }: CommandContext): string | undefined {
	const { stream = '', consumer = '' } = selection(state);
	const made = deck.api().written(endpoint, { stream, consumer, subject: '', filter: '', account: '', template: '' });
	if (!made.ok) return undefined;
	return state.denied.has(made.subject) || !mayPublish(state.user, made.subject) ? made.subject : undefined;
}
