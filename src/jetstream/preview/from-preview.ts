import { asRecord, isRecord } from '../../format/is.ts';
import { parseJson, stringifyJson } from '../../format/json.ts';
import type { EndpointMatch } from '../endpoints.ts';
import type { Config } from '../fields/config.ts';
import { consumerFields } from '../fields/consumer.ts';
import type { Field } from '../fields/field.ts';
import { streamFields } from '../fields/stream.ts';
import { type PayloadFault, payloadFault } from '../payload-fault.ts';
import { consumerFromPreview, previewConsumerKeys, previewFaults } from '../preview-config.ts';
import { foldedKey } from './json.ts';
import { laterConsumerWords, laterStreamWords } from './later-fields.ts';

/** A request of the technical preview, translated for current servers. */
export type FromPreview =
	| {
			readonly ok: true;
			readonly payload: string;
			/** What was translated, in sentences. */
			readonly notes: readonly string[];
	  }
	/** A sentence. */
	| { readonly ok: false; readonly message: string }
	| PayloadFault;

/** `then`: for a preview server, which gets the payload unchanged. */
type Reader = (payload: string, then: boolean) => FromPreview;

/** How to read the payload of a preview request, by current endpoint. */
const readers: Readonly<Record<string, Reader>> = {
	'account.info': ignored,
	'stream.names': ignored,
	'stream.template.names': ignored,
	'stream.create': (payload, then) => object(payload, (given) => streamBody(given, then)),
	'stream.update': (payload, then) => object(payload, (given) => streamBody(given, then)),
	'stream.msg.delete': sequence,
	'stream.msg.get': (payload) => (payload === '' ? newest : /^0+$/.test(payload) ? oldest : sequence(payload)),
	'consumer.create.ephemeral': (payload, then) => object(payload, (given) => consumerBody(given, then)),
	'consumer.create.durable': (payload, then) => object(payload, (given) => consumerBody(given, then)),
	'consumer.next': next,
	'stream.template.create': (payload, then) => object(payload, (given) => templateBody(given, then)),
};

/**
 * The payload of a request of the technical preview of March 2020, for the current endpoint: `.` and
 * an empty payload mean nothing, a bare sequence becomes JSON, old keys of consumers become new ones, keys that the preview ignored and
 * current servers refuse are left out. Never throws.
 */
export function fromPreview({ endpoint }: EndpointMatch, payload: string): FromPreview {
	return (readers[endpoint.id] ?? empty)(payload, false);
}

/**
 * Translates the payload of a preview request into that of the current endpoint. Later keys are refused: the preview ignores
 * them, so it would do something else than they request.
 */
export function readByPreview({ endpoint }: EndpointMatch, payload: string): FromPreview {
	return (readers[endpoint.id] ?? empty)(payload, true);
}

const as = (payload: string, ...notes: readonly string[]): FromPreview => ({ ok: true, payload, notes });
const no = (message: string): FromPreview => ({ ok: false, message });

/** These took any payload, and read none. */
function ignored(payload: string, then: boolean): FromPreview {
	if (payload === '' || payload === '.') return as('');
	return as('', then ? 'This server ignores the payload.' : 'jetdeck leaves the payload out: the preview ignored it.');
}

function empty(payload: string, then: boolean): FromPreview {
	if (payload === '') return as('');
	if (then) return no("This request takes no payload: the server replies -ERR 'bad request' to any.");
	if (payload === '.')
		return as('', "jetdeck leaves the payload “.” out: the preview replied -ERR 'bad request' to it here.");
	return no("This request takes no payload: the preview replied -ERR 'bad request' to any.");
}

function sequence(payload: string): FromPreview {
	return /^\d{1,20}$/.test(payload)
		? as(`{"seq":${BigInt(payload)}}`)
		: no('The payload must be the sequence of a message, only digits.');
}

/** The preview returned the last message for an empty request. */
const newest = as('{"last_by_subj":">"}');
/** And the first one for 0, which current servers refuse. */
const oldest = as('{"next_by_subj":">"}', 'The preview returned the first message for sequence 0.');

/** A batch in digits; the preview read anything else as one message. */
function next(payload: string, then: boolean): FromPreview {
	if (payload === '') return as('');
	if (/^\d{1,9}$/.test(payload)) return as(`{"batch":${Number(payload)}}`);
	return as(
		'',
		then
			? 'This server reads anything but digits as one message.'
			: 'jetdeck leaves the payload out: the preview read anything but digits as one message.',
	);
}

interface Body {
	readonly body: Config;
	readonly notes: readonly string[];
	/** Why it cannot be sent, as a sentence. */
	readonly refusal?: string;
}

function object(payload: string, translate: (given: Config) => Body): FromPreview {
	if (payload === '') return no('The request needs a payload: a configuration as JSON.');
	const parsed = parseJson(payload);
	if (!parsed.ok) return payloadFault(parsed, parsed.message);
	if (!isRecord(parsed.value)) return no('The payload must be a JSON object: it begins with {.');
	const { body, notes, refusal } = translate(parsed.value);
	if (refusal !== undefined) return no(refusal);
	return as(stringifyJson(body), ...notes);
}

/** Current servers have no stream templates: they refuse the key or ignore it. */
const templateKey = 'template_owner';
const streamNames = streamFields.map(({ name }) => name).filter((name) => name !== templateKey);
const templateNote = 'jetdeck leaves template_owner out: the preview refused it for streams that no template created.';

/** The default storage of the preview was memory; that of current servers is file. */
function streamBody(given: Config, then: boolean): Body {
	const { config: read, dropped } = known([...streamNames, templateKey], given);
	const { [templateKey]: owner, ...config } = read;
	const [word] = then ? laterStreamWords(config) : [];
	if (word !== undefined) return { body: {}, notes: [], refusal: word };
	const storage = config.storage ?? 'memory';
	const notes = config.storage === undefined ? ['storage is memory, the default of the preview.'] : [];
	const owned = owner === undefined || owner === null || owner === '' ? [] : [templateNote];
	return { body: { ...config, storage }, notes: [...notes, ...(then ? [] : owned), ...droppedNotes(dropped, then)] };
}

function consumerBody(given: Config, then: boolean): Body {
	const { config: request, dropped } = known(['stream_name', 'config'], given);
	const inner = asRecord(request.config);
	const names = [...consumerFields.map(({ name }: Field) => name), ...previewConsumerKeys];
	const { config, dropped: within } = known(names, inner);
	const [word] = then ? laterConsumerWords(config) : [];
	if (word !== undefined) return { body: {}, notes: [], refusal: word };
	const [wrong] = previewFaults(config);
	if (wrong !== undefined) return { body: {}, notes: [], refusal: wrong.message };
	const translated = 'deliver_policy' in config ? { config, notes: [] } : consumerFromPreview(config);
	const notes = [...(then ? [] : translated.notes.slice(1)), ...droppedNotes([...dropped, ...within], then)];
	return { body: { ...request, config: translated.config }, notes };
}

function templateBody(given: Config, then: boolean): Body {
	const { config: request, dropped } = known(['name', 'config', 'max_streams'], given);
	const stream = isRecord(request.config) ? streamBody(request.config, then) : { body: {}, notes: [] };
	const notes = [...stream.notes, ...droppedNotes(dropped, then)];
	return { ...stream, body: { ...request, config: stream.body }, notes };
}

/** The known keys, in lower case: the preview took them in any letter case and ignored all others. */
function known(
	names: readonly string[],
	given: Config,
): { readonly config: Config; readonly dropped: readonly string[] } {
	const byFolded = new Map(names.map((name) => [foldedKey(name), name]));
	const kept = new Map<string, unknown>();
	const dropped: string[] = [];
	for (const [key, value] of Object.entries(given)) {
		const name = byFolded.get(foldedKey(key));
		if (name !== undefined) kept.set(name, value);
		else dropped.push(key);
	}
	return { config: Object.fromEntries(kept), dropped };
}

function droppedNotes(given: readonly string[], then: boolean): readonly string[] {
	// INFO replies have these beside the configuration, and people send them back unchanged.
	const keys = then ? given.filter((key) => key !== 'name' && key !== 'state') : given;
	if (keys.length === 0) return [];
	const names = keys.map((key) => JSON.stringify(key)).join(', ');
	if (then) return [`This server ignores ${names}.`];
	const said = keys.length === 1 ? 'is left out: the preview ignored it' : 'are left out: the preview ignored them';
	return [`${names} ${said}.`];
}
