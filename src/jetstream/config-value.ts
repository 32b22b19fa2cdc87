import { plural } from '../format/integer.ts';
import { isRecord } from '../format/is.ts';
import { configurationOf } from './configuration-of.ts';
import type { Dialect } from './dialect.ts';
import type { Config } from './fields/config.ts';
import { consumerFields } from './fields/consumer.ts';
import type { Field } from './fields/field.ts';
import { streamFields } from './fields/stream.ts';
import { unknownKeys, type WrongType, wrongTypes } from './fields/wrong-types.ts';
import {
	consumerFromPreview,
	isPreviewConsumer,
	previewConsumerKeys,
	previewFaults,
	withoutTemplate,
} from './preview-config.ts';
import type { ConsumerConfig, StreamConfig } from './wire.ts';

export interface StreamConfiguration {
	readonly ok: true;
	readonly kind: 'stream';
	readonly config: StreamConfig;
	/** The configuration is a part of the text, as in an INFO reply: only that part counts. */
	readonly isPart?: true;
	/** Notes about the reading, in sentences: unknown keys, translations. */
	readonly notes: readonly string[];
}

export interface ConsumerConfiguration {
	readonly ok: true;
	readonly kind: 'consumer';
	/** The stream, where the file names it. */
	readonly stream?: string;
	readonly config: ConsumerConfig;
	readonly isPart?: true;
	/** The action of a CONSUMER.CREATE request. */
	readonly action?: 'create' | 'update';
	readonly notes: readonly string[];
}

/** Why a value is no configuration. */
export interface NoConfiguration {
	readonly ok: false;
	/** Sentences. */
	readonly message: string;
	/** Keys from the outside in to what is wrong; places of a list as numbers. */
	readonly path: readonly string[];
	/** Every value of a wrong type, by its path inside the configuration. */
	readonly wrong?: readonly string[];
}

export type ConfigurationOfValue = StreamConfiguration | ConsumerConfiguration | NoConfiguration;

/** The stream or consumer that an object describes, see `readConfiguration`. */
export function configurationOfValue(
	found: Config,
	bare?: 'stream' | 'consumer',
	dialect: Dialect = 'current',
): ConfigurationOfValue {
	if (isRecord(found.error))
		return fault(`The text is an error reply of a server: ${String(found.error.description)}.`);
	const asset = assetIn(found, bare);
	if (asset === undefined) return fault('The text has no key of a stream or consumer configuration.');
	return asset.kind === 'stream' ? readStream(asset) : readConsumer(asset, dialect);
}

const fault = (message: string): NoConfiguration => ({ ok: false, message, path: [] });

interface Found {
	readonly kind: 'stream' | 'consumer';
	/** The object itself, where the configuration is bare. */
	readonly around: Config;
	readonly config: Config;
}

function assetIn(around: Config, bare: Found['kind'] | undefined): Found | undefined {
	const config = isRecord(around.config) ? around.config : around;
	const kind = wrapperKind(around) ?? bare ?? bareKind(config);
	return kind === undefined ? undefined : { kind, around, config };
}

function wrapperKind(around: Config): Found['kind'] | undefined {
	if (!isRecord(around.config)) return undefined;
	if (typeof around.stream_name === 'string') return 'consumer';
	const type = /\.(stream|consumer)_(?:info|create|update)_/.exec(String(around.type))?.[1];
	return type === 'stream' || type === 'consumer' ? type : undefined;
}

const streamNames = new Set(streamFields.map(({ name }) => name));
const consumerNames = new Set<string>([...consumerFields.map(({ name }) => name), ...previewConsumerKeys]);

/** By the keys that only one of the two has; a name alone is a stream. */
function bareKind(config: Config): Found['kind'] | undefined {
	const keys = Object.keys(config);
	const streams = keys.filter((key) => streamNames.has(key) && !consumerNames.has(key)).length;
	const consumers = keys.filter((key) => consumerNames.has(key) && !streamNames.has(key)).length;
	if (streams + consumers > 0) return consumers > streams ? 'consumer' : 'stream';
	if (typeof config.stream_name === 'string') return 'consumer';
	return keys.some((key) => streamNames.has(key)) ? 'stream' : undefined;
}

function readStream({ around, config: raw }: Found): ConfigurationOfValue {
	const { config: translated, notes } = withoutTemplate(withoutNulls(raw));
	const { config, notes: dropped } = withoutRequestKeys(translated, around === raw ? [...REQUEST_KEYS, 'type'] : []);
	const faults = wrongTypes(streamFields, config);
	if (faults.length > 0) return typeFault(faults, around !== raw);
	if (typeof config.name !== 'string' || config.name === '') return fault('The stream has no name.');
	return {
		ok: true,
		kind: 'stream',
		config: configurationOf({ config: { ...config, name: config.name } as StreamConfig }),
		...(around !== raw && { isPart: true }),
		notes: [...notes, ...dropped, ...unknownNotes(streamFields, config), ...besideNotes(around, raw, 'stream')],
	};
}

function readConsumer({ around, config: raw }: Found, dialect: Dialect): ConfigurationOfValue {
	const { config: bare } = withoutRequestKeys(
		withoutNulls(raw),
		around === raw ? [...REQUEST_KEYS, 'type'] : ['stream_name'],
	);
	const named = withName(bare, around);
	const old = isPreviewConsumer(named) ? previewFaults(named) : [];
	if (old.length > 0) return typeFault(old, around !== raw);
	const { config, notes } = isPreviewConsumer(named) ? consumerFromPreview(named) : { config: named, notes: [] };
	const faults = wrongTypes(consumerFields, config);
	if (faults.length > 0) return typeFault(faults, around !== raw);
	const stream = around.stream_name ?? raw.stream_name;
	const { action } = around;
	return {
		ok: true,
		kind: 'consumer',
		...(typeof stream === 'string' && stream !== '' && { stream }),
		config: configurationOf({ config: config as ConsumerConfig }),
		...((action === 'create' || action === 'update') && { action }),
		...(around !== raw && { isPart: true }),
		notes: [
			...(dialect === 'current' ? notes : []),
			...unknownNotes(consumerFields, config),
			...besideNotes(around, raw, 'consumer'),
		],
	};
}

/** Keys of a request next to the configuration. */
const REQUEST_KEYS = ['stream_name', 'action', 'pedantic'];

function withoutRequestKeys(config: Config, names: readonly string[]): { config: Config; notes: readonly string[] } {
	const there = names.filter((name) => name in config);
	if (there.length === 0) return { config, notes: [] };
	const rest = Object.fromEntries(Object.entries(config).filter(([key]) => !names.includes(key)));
	return { config: rest, notes: there.map((name) => `jetdeck ignores ${name}: it is not part of a configuration.`) };
}

/** Keys next to `config` in requests and in replies. */
const beside: Readonly<Record<Found['kind'], ReadonlySet<string>>> = {
	stream: new Set(
		// A reply of STREAM.INFO says which page of subjects it is.
		'type config created state cluster domain mirror sources alternates ts did_create error total offset limit'.split(
			' ',
		),
	),
	consumer: new Set(
		'type config stream_name action pedantic name state created delivered ack_floor num_ack_pending num_redelivered num_waiting num_pending cluster push_bound paused pause_remaining priority_groups ts reset_seq error'.split(
			' ',
		),
	),
};

/** Notes about unknown keys beside the configuration. */
function besideNotes(around: Config, config: Config, kind: Found['kind']): readonly string[] {
	if (around === config) return [];
	const name = config.durable_name ?? config.name;
	const renamed = kind === 'consumer' && name !== undefined && around.name !== undefined && around.name !== name;
	return Object.keys(around)
		.filter((key) => !beside[kind].has(key) || (key === 'name' && renamed))
		.map((key) => `jetdeck ignores ${key} beside config: only the keys in config count.`);
}

/** The name of an ephemeral consumer may be only next to its configuration. */
function withName(config: Config, around: Config): Config {
	if (config.name !== undefined || config.durable_name !== undefined || around.config === undefined) return config;
	return typeof around.name === 'string' && around.name !== '' ? { name: around.name, ...config } : config;
}

const withoutNulls = (config: Config): Config =>
	Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null));

const SHOWN_FAULTS = 3;

function typeFault(faults: readonly WrongType[], isPart: boolean): NoConfiguration {
	const shown = faults.slice(0, SHOWN_FAULTS).map(({ message }) => message);
	const more = faults.length > SHOWN_FAULTS ? [`And ${plural(faults.length - SHOWN_FAULTS, 'more such fault')}.`] : [];
	const wrong = faults.map(({ path }) => path);
	const path = [...(isPart ? ['config'] : []), ...(wrong[0] ?? '').split('.')];
	return { ok: false, message: [...shown, ...more].join(' '), path, wrong };
}

function unknownNotes(fields: readonly Field[], config: Config): readonly string[] {
	return unknownKeys(fields, config).map((path) => {
		const meant = fields.find(({ name }) => bare(name) === bare(path));
		const question = meant === undefined ? '' : ` Did you mean ${meant.name}?`;
		return `jetdeck does not know the field ${path} and sends it unchanged.${question}`;
	});
}

/** People write `maxAge` and `max-age` for `max_age`. */
const bare = (key: string): string => key.toLowerCase().replaceAll(/[_-]/g, '');
