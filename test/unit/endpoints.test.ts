import { readdirSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Endpoint, RequestField } from '../../src/jetstream/endpoints/endpoint.ts';
import { type EndpointId, endpointById, endpointOfSubject, endpoints } from '../../src/jetstream/endpoints.ts';
import { buildSubject } from '../../src/jetstream/subject.ts';
import { paramsOf } from '../support/params-of.ts';
import { apiTable, readReference, readReferenceJson } from '../support/reference.ts';

/** Known only from the newest binary, which is newer than the table's source. */
const BINARY_ONLY = ['CONSUMER.PEER.EVACUATE.*.*'];

const pattern = (endpoint: Endpoint): string =>
	endpoint.subject.replaceAll(/\{\w+>\}/g, '>').replaceAll(/\{\w+\}/g, '*');

describe('the endpoint table', () => {
	const listed = apiTable('Subjects')
		.filter(({ name }) => name.startsWith('$JS.API.'))
		.map((row) => ({ ...row, subject: row.name.slice('$JS.API.'.length) }));

	// The servers listen on CONSUMER.CREATE.*.> for the named form with and without a filter.
	const covering = (endpoint: Endpoint) =>
		listed.find(({ subject }) => subject === pattern(endpoint)) ??
		listed.find(({ subject }) => subject === pattern(endpoint).replace(/\*(\.>)?$/, '>'));

	it('reads the reference', () => {
		expect(listed.length).toBeGreaterThan(38);
	});

	it('has every subject of the reference', () => {
		const covered = new Set(endpoints.map((endpoint) => covering(endpoint)?.subject));
		expect(listed.map(({ subject }) => subject).filter((subject) => !covered.has(subject))).toEqual([]);
	});

	it('has no subject that the reference does not have, and the same versions', () => {
		for (const endpoint of endpoints) {
			if (BINARY_ONLY.includes(pattern(endpoint))) continue;
			const row = covering(endpoint);
			expect({ id: endpoint.id, since: row?.since, gone: row?.gone }).toEqual({
				id: endpoint.id,
				// What the technical preview had is older than all lines of the reference.
				since: endpoint.since === '2.2' ? '2.9' : endpoint.since,
				gone: endpoint.gone !== undefined,
			});
		}
	});

	it('says of what the technical preview had that it is as old as that', () => {
		for (const { id, since, preview } of endpoints) expect([id, since === '2.2']).toEqual([id, preview !== undefined]);
	});

	it('says in one sentence what each does, and the rest beside it', () => {
		expect(endpoints.filter(({ help }) => !/^[^.]+(\.\S[^.]*)*\.$/.test(help)).map(({ id }) => id)).toEqual([]);
	});

	it('gives each endpoint one id and one subject', () => {
		expect(new Set(endpoints.map(({ id }) => id)).size).toBe(endpoints.length);
		expect(new Set(endpoints.map(pattern)).size).toBe(endpoints.length);
	});

	it('names every preview subject of the mapping once', () => {
		const previews = endpoints.flatMap(({ preview = [] }) => preview);
		expect(new Set(previews).size).toBe(previews.length);
		// Rows of the reference such as "| `$JS.STREAM.S.DELETE`, `.PURGE` |".
		const reference = readReference('preview-api.md').replaceAll(/`, `\.PURGE`/g, '`\n`$JS.STREAM.S.PURGE`');
		const given = [...reference.matchAll(/`(\$JS\.(?:ENABLED|INFO|STREAM\.[\w.]+|TEMPLATE\.LIST))`/g)].map(
			([, name]) => name,
		);
		const written = previews.map((one) => one.replace('{stream}', 'S').replace('{consumer}', 'C'));
		expect(written.filter((one) => !one.includes('{template}')).sort()).toEqual([...new Set(given)].sort());
	});
});

describe('finding the endpoint of a subject', () => {
	const token = fc
		.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
		.filter((text) => text.isWellFormed() && !/[\s\0.*>]/u.test(text));
	const built = fc
		.constantFrom(...endpoints)
		.chain((endpoint) =>
			fc.tuple(
				fc.constant(endpoint.id),
				fc.record(
					Object.fromEntries(
						paramsOf(endpoint).map(({ name, tail }) => [
							name,
							tail ? fc.array(token, { minLength: 1, maxLength: 4 }).map((tokens) => tokens.join('.')) : token,
						]),
					),
				),
			),
		);

	it('finds the row and the parameters a subject was built from', () => {
		fc.assert(
			fc.property(built, ([id, params]) => {
				const subject = buildSubject('P', id as EndpointId, params);
				expect(subject.ok && endpointOfSubject(subject.subject.slice(2))).toEqual({
					endpoint: endpointById(id),
					params,
				});
			}),
			{ numRuns: 500 },
		);
	});

	it.each([
		'',
		'INFO.x',
		'STREAM.INFO',
		'STREAM.INFO.',
		'STREAM.INFO.a.b',
		'STREAM.*.LOGS',
		'stream.info.LOGS',
		'DIRECT.GET.',
	])('knows nothing of %j', (subject) => {
		expect(endpointOfSubject(subject)).toBeUndefined();
	});
});

describe('building a subject', () => {
	it.each([
		'',
		' ',
		'a b',
		'a\tb',
		'a\r\nPUB x 0',
		'a\fb',
		'a.b',
		'*',
		'>',
		'a>',
		'a\0b',
		'a\u00a0b',
		'\ud800',
		'x'.repeat(256),
	])('refuses the name %j and says why', (stream) => {
		const result = buildSubject('$JS.API', 'stream.info', { stream });
		expect(result).toMatchObject({
			ok: false,
			problem: { kind: 'bad-input', message: expect.stringMatching(/^The stream /) },
		});
	});

	it.each(['LOGS', 'ORDERS_2-x', 'Bücher', '日本', '🚀', '$KV', 'x'.repeat(255)])('takes the name %j', (stream) => {
		expect(buildSubject('$JS.API', 'stream.info', { stream })).toEqual({
			ok: true,
			subject: `$JS.API.STREAM.INFO.${stream}`,
		});
	});

	it('takes wildcards in the filter of a consumer, but not in the subject of a direct get', () => {
		const filtered = { stream: 'S', consumer: 'C', filter: 'a.*.>' };
		expect(buildSubject('P', 'consumer.create.filtered', filtered)).toMatchObject({ ok: true });
		expect(buildSubject('P', 'consumer.create.filtered', { ...filtered, filter: 'a.>.b' })).toMatchObject({
			ok: false,
		});
		expect(buildSubject('P', 'consumer.create.filtered', { ...filtered, filter: 'a..b' })).toMatchObject({ ok: false });
		expect(buildSubject('P', 'direct.get.last', { stream: 'S', subject: 'a.*' })).toMatchObject({ ok: false });
	});
});

interface Schema {
	readonly $id: string;
	readonly properties?: Readonly<Record<string, { readonly type?: string }>>;
	readonly required?: readonly string[];
	readonly allOf?: readonly Schema[];
	readonly definitions?: Readonly<Record<string, Schema>>;
}

describe('request bodies', () => {
	const ajv = new Ajv({ strict: false });
	addFormats.default(ajv);
	/** Requests whose schema is not called as they are; not all have one. */
	const SCHEMAS: Readonly<Record<string, string>> = {
		'stream.peer.remove': 'stream_remove_peer',
		'consumer.next': 'consumer_getnext',
		'direct.get': 'stream_msg_get',
		'server.remove': 'meta_server_remove',
		'meta.leader.stepdown': 'meta_leader_stepdown',
		'consumer.create.filtered': 'consumer_create',
		'consumer.create.ephemeral': 'consumer_create',
		'consumer.create.durable': 'consumer_create',
	};
	const names = new Set(readdirSync(new URL('../reference/schemas', import.meta.url)));
	const fileOf = (id: string): string => `${SCHEMAS[id] ?? id.replaceAll('.', '_')}_request.json`;
	const withSchema = endpoints.filter(({ id, request }) => names.has(fileOf(id)) && !('configIsBody' in request));
	const schemaOf = ({ id }: Endpoint): Schema => readReferenceJson(`schemas/${fileOf(id)}`) as Schema;
	it('has one for most of them', () => expect(withSchema).toHaveLength(24));
	const propertiesOf = (schema: Schema): readonly string[] => [
		...Object.keys(schema.properties ?? {}),
		...(schema.allOf ?? []).flatMap(propertiesOf),
	];

	/** Where the table follows the servers' source and the schemas do not. */
	const DIFFERENCES: Readonly<Record<string, readonly string[]>> = {
		// The servers' JSApiConsumersRequest has no subject.
		'consumer.names': ['subject'],
		// `no_hdr` came with 2.12; batches are refused here (10003) and belong to direct get.
		'stream.msg.get': ['no_hdr', 'batch', 'max_bytes', 'multi_last', 'up_to_seq', 'up_to_time'],
		'direct.get': ['no_hdr'],
	};

	it.each(withSchema.map((endpoint) => [endpoint.id, endpoint] as const))(
		'%s has the fields of its schema',
		(id, endpoint) => {
			const row = endpoint.request.fields.map(({ name }) => name);
			const schema = propertiesOf(schemaOf(endpoint));
			const differing = [...row, ...schema].filter((name) => !(row.includes(name) && schema.includes(name)));
			expect(differing.sort()).toEqual([...(DIFFERENCES[id] ?? [])].sort());
		},
	);

	it.each(withSchema.map((endpoint) => [endpoint.id, endpoint] as const))(
		'%s: values of its kinds are valid',
		(_id, endpoint) => {
			const validate = ajv.compile({ ...schemaOf(endpoint), $id: `${endpoint.id}` });
			const body = Object.fromEntries(endpoint.request.fields.map((field) => [field.name, sample(field)]));
			expect(validate(body), JSON.stringify(validate.errors)).toBe(true);
			const required = endpoint.request.fields.filter((field) => field.required === true).map(({ name }) => name);
			expect([...required].sort()).toEqual([...(schemaOf(endpoint).required ?? [])].sort());
		},
	);
});

function sample(field: RequestField): unknown {
	const samples: Readonly<Record<RequestField['kind'], unknown>> = {
		text: 'create',
		subject: 'a.b',
		subjects: ['a'],
		texts: ['a'],
		count: 1,
		bytes: 1024,
		sequence: 7,
		duration: 1_000_000_000,
		timestamp: '2026-01-02T03:04:05Z',
		flag: true,
		placement: { cluster: 'c', tags: ['a'] },
		'stream-config': {
			name: 'S',
			retention: 'limits',
			max_consumers: -1,
			max_msgs: -1,
			max_bytes: -1,
			max_age: 0,
			storage: 'file',
			num_replicas: 1,
		},
		'stream-state': { messages: 0, bytes: 0, first_seq: 0, last_seq: 0, consumer_count: 0 },
		'consumer-config': { deliver_policy: 'all', ack_policy: 'none', replay_policy: 'instant' },
	};
	return samples[field.kind];
}
