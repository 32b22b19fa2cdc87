import * as v from 'valibot';
import { plural } from '../../format/integer.ts';
import { isRecord } from '../../format/is.ts';
import { parseJson } from '../../format/json.ts';
import type { ChangingEndpointId } from '../endpoints.ts';
import { subjectEffect } from '../subject-effect.ts';
import { type EventRow, eventRow, maybeText, type Said } from './row.ts';

/** What a client did with a request that changes something. */
const did: Readonly<Record<ChangingEndpointId, string>> = {
	'account.purge': 'purged the account',
	'account.stream.move': 'moved the stream',
	'account.stream.cancel-move': 'cancelled the move of the stream',
	'meta.leader.stepdown': 'asked the meta leader to step down',
	'meta.rescue': 'rescued the meta group',
	'server.remove': 'removed a server from the meta group',
	'server.evacuate': 'evacuated a server',
	'stream.create': 'created the stream',
	'stream.update': 'updated the stream',
	'stream.delete': 'deleted the stream',
	'stream.purge': 'purged the stream',
	'stream.leader.stepdown': 'asked the leader of the stream to step down',
	'stream.peer.remove': 'removed a peer of the stream',
	'stream.peer.evacuate': 'evacuated a peer of the stream',
	'stream.cancel-move': 'cancelled the move of the stream',
	'stream.msg.delete': 'deleted a message',
	'stream.restore': 'restored the stream',
	'stream.template.create': 'created a stream template',
	'stream.template.delete': 'deleted a stream template',
	'consumer.create': 'created or updated the consumer',
	'consumer.create.filtered': 'created or updated the consumer',
	'consumer.create.ephemeral': 'created an ephemeral consumer',
	'consumer.create.durable': 'created the consumer',
	'consumer.delete': 'deleted the consumer',
	'consumer.next': 'pulled messages',
	'consumer.pause': 'paused or resumed the consumer',
	'consumer.reset': 'reset the consumer',
	'consumer.unpin': 'unpinned a client',
	'consumer.leader.stepdown': 'asked the leader of the consumer to step down',
	'consumer.peer.evacuate': 'evacuated a peer of the consumer',
};

/** The error of a reply is in its beginning; a list of streams may be megabytes. */
const errorStart = 1000;

/** A request of the API and its reply, as the server audits them. */
export const auditEvent: EventRow = eventRow({
	type: 'api_audit',
	fields: v.object({ subject: v.string(), response: maybeText }),
	says: ({ subject, response }) => {
		const { match } = subjectEffect(subject, '$JS.API');
		const error = errorIn(response);
		const about = {
			...(match?.params.stream !== undefined && { stream: match.params.stream }),
			...(match?.params.consumer !== undefined && { consumer: match.params.consumer }),
		};
		// The second audit of a restore has no subject.
		const title = (match?.endpoint.title ?? subject) || 'Restore a stream';
		if (error !== undefined) return { what: `Server refused “${title}”: ${error}`, tone: 'bad', ...about };
		const verb = match && did[match.endpoint.id as ChangingEndpointId];
		const what = `Client ${verb ?? `sent “${title}”`}${purgedIn(response)}`;
		return { what, tone: match?.endpoint.effect === 'destroy' ? 'warn' : 'plain', ...about } satisfies Said;
	},
});

/**
 * Whether an audit is of a request that only reads: those come with each poll of every client.
 * @param isOwn it may be one of this connection: refused reads are no news either then
 */
export function isReadAudit(body: unknown, isOwn: boolean): boolean {
	if (!isRecord(body) || typeof body.subject !== 'string' || body.subject === '') return false;
	const { effect, match } = subjectEffect(body.subject, '$JS.API');
	if (effect !== 'read' && match?.endpoint.id !== 'consumer.next') return false;
	return isOwn || errorIn(typeof body.response === 'string' ? body.response : '') === undefined;
}

/** Of a purge how many messages it removed. */
function purgedIn(response: string): string {
	const purged = /"purged":(\d{1,18})\}?/.exec(response.slice(0, errorStart))?.[1];
	return purged === undefined ? '' : `: ${plural(Number(purged), 'message')} removed`;
}

function errorIn(response: string): string | undefined {
	const [, text] = /^\{"type":"[^"]{0,100}","error":(\{[^{}]*\})/.exec(response.slice(0, errorStart)) ?? [];
	const parsed = text === undefined ? undefined : parseJson(text);
	if (!parsed?.ok || !isRecord(parsed.value)) return undefined;
	const { description, err_code: code } = parsed.value;
	return `${typeof description === 'string' ? description : 'no reason'}${typeof code === 'number' ? ` (${code})` : ''}`;
}
