import { isRecord } from '../../format/is.ts';
import { parseJson, stringifyJson } from '../../format/json.ts';
import type { Link, Message } from '../../nats/link.ts';

/** Also under the prefix of an import. */
const isEvent = /(?:^|\.)\$(?:JS\.EVENT|SYS)\./;
const utf8 = new TextDecoder();

/** A message as it came, but of an event without the secrets of this login. */
export function withoutLogin(message: Message, link: Pick<Link, 'withoutOwnSecrets' | 'target'>): Message {
	const withoutOwnSecrets = (text: string): string => link.withoutOwnSecrets(text);
	const { eventPrefix } = link.target;
	const { subject, data } = message;
	if (!isEvent.test(subject) && !(eventPrefix && subject.startsWith(`${eventPrefix}.`))) return message;
	const text = utf8.decode(data);
	if (withoutOwnSecrets(text) === text) return message;
	const parsed = parseJson(text);
	const value = parsed.ok && isRecord(parsed.value) ? parsed.value : undefined;
	const clean = value === undefined ? withoutOwnSecrets(text) : clientWithout(value, withoutOwnSecrets);
	if (clean === value) return message;
	return { ...message, data: new TextEncoder().encode(typeof clean === 'string' ? clean : stringifyJson(clean)) };
}

/**
 * nats-server 2.10 reports the token of a login as the user of the client. Only there: a password may be an ordinary word.
 * @returns the same value if nothing is left out
 */
export function clientWithout(
	value: Readonly<Record<string, unknown>>,
	withoutOwnSecrets: (text: string) => string,
): Readonly<Record<string, unknown>> {
	if (!isRecord(value.client)) return value;
	let isClean = true;
	const clean = (each: unknown): unknown => {
		if (Array.isArray(each)) return each.map(clean);
		if (isRecord(each)) return Object.fromEntries(Object.entries(each).map(([key, inner]) => [key, clean(inner)]));
		if (typeof each !== 'string') return each;
		const text = withoutOwnSecrets(each);
		if (text !== each) isClean = false;
		return text;
	};
	const client = clean(value.client);
	return isClean ? value : { ...value, client };
}
