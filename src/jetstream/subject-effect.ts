import type { Effect } from './endpoints/endpoint.ts';
import { systemEndpoints, systemRoot } from './endpoints/system.ts';
import { type EndpointMatch, endpointLike, endpointOfSubject, previewEndpointOf } from './endpoints.ts';
import { isLiteral } from './subject-match.ts';
import { matchTemplate, templateOf } from './subject-template.ts';

/** What a message to a subject does: with `publish` a stream may store it, or an application serve it. */
export type SubjectEffect = Effect | 'publish';

/** What a subject is, for whoever is about to send a message to it. */
export interface SubjectVerdict {
	readonly effect: SubjectEffect;
	/** The request of the JetStream API that it is, after its prefix. */
	readonly match?: EndpointMatch;
	/** That prefix, without the dot; absent for subjects of the preview. */
	readonly before?: string;
	/** It has the prefix of the API, but is no known request. */
	readonly unknown?: true;
	/** It is one of the technical preview of March 2020; `match` is its counterpart. */
	readonly preview?: true;
	/** Why it must not be sent, as a sentence. */
	readonly refusal?: string;
	/** What it does, where no endpoint says so: a sentence. */
	readonly why?: string;
}

type Headers = readonly (readonly [name: string, value: string])[];

/**
 * What a message to a subject does. Every subject of the server that is not known to only read counts as a change, however
 * it is spelled: after the deck's prefix, a domain's, another one, or as in the technical preview. If a subject can be read
 * in two ways the graver one counts. Headers matter too, since the server acts on some of them.
 * @param prefix what the deck puts before API requests: `$JS.API`, `$JS.hub.API`, `acme.js`
 */
export function subjectEffect(subject: string, prefix: string, headers: Headers = []): SubjectVerdict {
	const readings = readingsOf(subject, prefix);
	const verdict = readings.reduce((worst, each) => (gravity[each.effect] > gravity[worst.effect] ? each : worst));
	const acted = headers.flatMap(([name]) => headerEffects.find(({ names }) => names.test(name)) ?? []);
	const graver = acted.find(({ effect }) => gravity[effect] > gravity[verdict.effect]);
	const whole = graver === undefined ? verdict : { ...verdict, effect: graver.effect, why: graver.why };
	return isLiteral(subject) || mayHaveWildcards(verdict) ? whole : { ...whole, refusal: wildcards };
}

const wildcards = 'A request needs one subject: * and > match several.';

const gravity: Readonly<Record<SubjectEffect, number>> = { read: 0, publish: 1, change: 2, destroy: 3 };

/** A filter goes into the subject with its wildcards; the names before it must have none. */
function mayHaveWildcards({ match }: SubjectVerdict): boolean {
	if (match?.endpoint.id !== 'consumer.create.filtered') return false;
	return isLiteral(match.params.stream ?? '') && isLiteral(match.params.consumer ?? '');
}

/** Headers that make a message do more than its subject says, in any letter case to be safe. */
const headerEffects: readonly { readonly names: RegExp; readonly effect: SubjectEffect; readonly why: string }[] = [
	{
		names: /^nats-rollup$/i,
		effect: 'destroy',
		why: 'Nats-Rollup removes the earlier messages of the subject, or of the whole stream.',
	},
	{
		names: /^(nats-trace-dest|nats-trace-only|traceparent)$/i,
		effect: 'change',
		why: 'The server publishes a trace of the message to another subject, where a stream may store it (2.11 and later).',
	},
	{
		names: /^nats-schedule/i,
		effect: 'change',
		why: 'The stream publishes again by this schedule until the message is deleted (2.12 and later).',
	},
	{
		names: /^nats-ttl$/i,
		effect: 'change',
		why: 'Nats-TTL lets the stream remove the message after that time (2.11 and later).',
	},
	{
		names: /^nats-incr$/i,
		effect: 'change',
		why: 'Nats-Incr adds to the counter that the stream keeps for the subject (2.12 and later).',
	},
];

/** Every way to read a subject; never empty. */
function readingsOf(subject: string, prefix: string): readonly [SubjectVerdict, ...SubjectVerdict[]] {
	const tokens = subject.split('.');
	const system = systemReading(subject);
	const apis = apiReadings(tokens, prefix);
	const preview = previewReading(subject);
	const found = [...(system === undefined ? [] : [system]), ...apis, ...(preview === undefined ? [] : [preview])];
	const known = apis.some(({ match }) => match !== undefined) || preview !== undefined || system !== undefined;
	const owned = ownedBy(subject, prefix);
	const rest: SubjectVerdict =
		known || owned === undefined
			? { effect: 'publish' }
			: { effect: 'change', why: owned, ...(behindPrefix(subject, prefix) !== undefined && { unknown: true }) };
	const [first, ...more] = found;
	if (first === undefined) return [rest];
	return known ? [first, ...more] : [rest, ...found];
}

/**
 * The subject as a request of the API. With the server's own prefix an endpoint has its usual effect; with any other prefix it
 * counts only if it is no read, because an import can have any name.
 */
function apiReadings(tokens: readonly string[], prefix: string): readonly SubjectVerdict[] {
	return tokens.flatMap((_token, at) => {
		const match = endpointOfSubject(tokens.slice(at).join('.'));
		if (match === undefined) return [];
		const before = tokens.slice(0, at).join('.');
		const reading = { ...inEffect(match), match, before };
		if (before === prefix || isServersPrefix(before)) return [reading];
		return at > 0 && reading.effect !== 'read' ? [reading] : [];
	});
}

/** `$JS.API`, and with a domain in between. */
function isServersPrefix(before: string): boolean {
	return /^\$JS\.(?:[^.]+\.)?API$/.test(before);
}

/** A backup goes to the subject that the request names, hence into any stream. */
function inEffect({ endpoint }: EndpointMatch): Pick<SubjectVerdict, 'effect' | 'why'> {
	return endpoint.id === 'stream.snapshot'
		? { effect: 'change', why: 'The server sends the backup to deliver_subject, where a stream may store it.' }
		: { effect: endpoint.effect };
}

function previewReading(subject: string): SubjectVerdict | undefined {
	const match = previewEndpointOf(subject);
	return match && { ...inEffect(match), match, preview: true };
}

const systemTemplates = systemEndpoints.map(({ subject, effect, help }) => ({
	template: templateOf(`${systemRoot}.${subject}`),
	effect,
	help,
}));

const serviceReads = /^\$SRV\.(PING|INFO|STATS|SCHEMA)(\.[^.]+){0,2}$/;

/** A request to servers, or to services. */
function systemReading(subject: string): SubjectVerdict | undefined {
	if (serviceReads.test(subject)) return { effect: 'read' };
	const known = systemTemplates.find(({ template }) => matchTemplate(template, subject) !== undefined);
	return known && { effect: known.effect, ...(known.effect !== 'read' && { why: known.help }) };
}

/** What subjects of the server do, by how they begin. */
const owners: readonly (readonly [start: RegExp, why: string])[] = [
	[/^\$JS\.ACK\./, 'It acknowledges or rejects a delivered message.'],
	[/^\$JS\.FC\./, 'It answers flow control of a push consumer, which then continues to deliver.'],
	[/^\$JS\.SNAPSHOT\./, 'It is part of a backup or a restore that is under way.'],
	[/^\$JS\.EVENT\./, 'It announces an event of JetStream to its listeners.'],
	[/^\$SYS(\.|$)/, 'The subject belongs to the system: the message may change something.'],
	[/^\$(KV|O|MQTT|SRV)\./, ''],
	[/^\$(?!JS(\.|$))/, 'The subject belongs to the server: the message may change something.'],
];

function ownedBy(subject: string, prefix: string): string | undefined {
	const [, why] = owners.find(([start]) => start.test(subject)) ?? [];
	if (why !== undefined) return why === '' ? undefined : why;
	const behind = behindPrefix(subject, prefix);
	if (behind === undefined && !/^\$JS(\.|$)/.test(subject)) return undefined;
	return ['jetdeck does not know this request: it may change something.', ...meant(behind ?? '')].join(' ');
}

/** The subject without the prefix of the API; empty for the prefix alone. */
function behindPrefix(subject: string, prefix: string): string | undefined {
	if (subject === prefix) return '';
	if (subject.startsWith(`${prefix}.`)) return subject.slice(prefix.length + 1);
	return /^\$JS\.(?:[^.]+\.)?API\.(.*)$/s.exec(subject)?.[1];
}

/** The request that a subject resembles, and a hint that a dot splits a name in two. */
function meant(behind: string): readonly string[] {
	const like = endpointLike(behind)?.subject;
	if (like === undefined) return [];
	const isLonger = behind.split('.').length > like.split('.').length;
	return [`Did you mean ${like}?`, ...(isLonger && like.includes('{') ? ['A name must not contain a dot.'] : [])];
}
