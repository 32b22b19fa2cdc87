import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contradiction, parseJson, stringifyJson } from '../../src/format/json.ts';
import { deepestJson, tooDeepAt } from '../../src/format/json-depth.ts';
import { jsonLines } from '../../src/format/json-text.ts';
import { payloadKind, whyNoJson } from '../../src/format/payload.ts';
import { withoutSecrets } from '../../src/format/secret.ts';
import { wrapText } from '../../src/format/width.ts';
import { readConfiguration } from '../../src/jetstream/config-file.ts';
import { decodeReply } from '../../src/jetstream/decode.ts';
import { endpointById } from '../../src/jetstream/endpoints.ts';
import { plainIdentity } from '../../src/jetstream/fields/normal.ts';
import { wouldCrash } from '../../src/jetstream/preview/crash.ts';
import { contentOf, typeOf } from '../../src/jetstream/reply-content.ts';
import { readRequestBody } from '../../src/jetstream/request-body.ts';
import { features } from '../../src/jetstream/server-features.ts';
import { changedPaths } from '../../src/views/console/changed-paths.ts';
import { jsonBody } from '../../src/views/console/json-body.ts';
import { jsonViewLines } from '../../src/views/json-lines.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const lists = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const objects = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const depths = [deepestJson + 1, 3_000, 5_000, 150_000];

describe('JSON that is nested deep', () => {
	it.each(depths.flatMap((depth) => [lists(depth), objects(depth), '['.repeat(depth * 2)]))(
		'is not read: %#',
		(text) => {
			const parsed = parseJson(text);
			expect(parsed).toMatchObject({ ok: false, tooDeep: true, line: 1 });
			expect(parsed.ok || parsed.message).toBe('Nested deeper than 200 levels');
			expect(contradiction(text)).toBeUndefined();
		},
	);

	it('is read down to the deepest level, and everything that walks it comes back', () => {
		for (const text of [lists(deepestJson), objects(deepestJson), `${' '.repeat(500)}${lists(deepestJson)}`]) {
			const parsed = parseJson(text);
			if (!parsed.ok) throw new Error(parsed.message);
			const { value } = parsed;
			expect(stringifyJson(value)).toBe(text.trim());
			expect(plainIdentity(value)).toBe(text.trim());
			expect(jsonLines(value).length).toBeGreaterThan(deepestJson);
			expect(jsonViewLines(value, 80).length).toBeGreaterThan(deepestJson);
			const body = jsonBody(bytes(text), {
				toggled: new Set(),
				name: '',
				columns: 80,
				changes: changedPaths([], value),
			});
			expect(body.rows).toBeGreaterThan(0);
			expect(body.hits('[').length + body.hits('a').length).toBeGreaterThan(0);
		}
	});

	it('is told from brackets in texts', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom('[', '{', '"', '\\', 'x'), maxLength: 900 }), (text) => {
				expect(tooDeepAt(JSON.stringify([text, { [text]: text }]))).toBeUndefined();
			}),
		);
	});

	it('is counted as a reader counts it', () => {
		fc.assert(
			fc.property(fc.jsonValue({ maxDepth: 6 }), fc.integer({ min: 195, max: 205 }), (value, around) => {
				const text = `${'['.repeat(around)}${JSON.stringify(value)}${']'.repeat(around)}`;
				expect(tooDeepAt(text) === undefined).toBe(around + depthOf(value) <= deepestJson);
			}),
		);
	});
});

function depthOf(value: unknown): number {
	if (typeof value !== 'object' || value === null) return 0;
	return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe.each([3_000, 5_000])('%i levels', (levels) => {
	it('in a message are shown as text, with the reason', () => {
		const payload = bytes(lists(levels));
		expect(payloadKind(payload)).toBe('text');
		expect(whyNoJson(payload)).toBe('nested deeper than 200 levels, shown as text');
	});

	it('in a reply of the console are shown as text, with the reason', () => {
		const message = { subject: 'x', data: bytes(objects(levels)), headers: [] };
		expect(contentOf(message)).toMatchObject({ kind: 'text' });
		expect(typeOf(message)).toBe('text, nested deeper than 200 levels');
	});

	it('in a reply of the API are a malformed reply', () => {
		const reply = `{"type":"io.nats.jetstream.api.v1.stream_info_response","config":{"metadata":${objects(levels)}}}`;
		expect(decodeReply(endpointById('stream.info'), bytes(reply))).toEqual({
			kind: 'malformed',
			reason: 'is nested deeper than 200 levels',
		});
	});

	it('in a configuration are a fault with its place', () => {
		expect(readConfiguration(`{"name":"A","metadata":${objects(levels)}}`)).toMatchObject({
			ok: false,
			message: expect.stringMatching(/^Line 1, column \d+: Nested deeper than 200 levels\.$/),
		});
	});

	it('in a request are refused before it leaves', () => {
		const read = readRequestBody(endpointById('stream.create'), `{"name":${lists(levels)}}`, features('2.15.1', 5));
		expect(read).toMatchObject({ ok: false, message: expect.stringContaining('Nested deeper than 200 levels') });
		expect(wouldCrash({ subject: '$JS.STREAM.A.CREATE', payload: `{"config":${lists(levels)}}` })).toMatch(/too deep/);
	});

	it('are searched for secrets as any text', () => {
		expect(withoutSecrets(`{"a":${lists(levels)}}`)).toBe(`{"a":${lists(levels)}}`);
		expect(withoutSecrets(`{"password":"hunter22","a":${lists(levels)}}`)).not.toContain('hunter22');
	});
});

describe('what is wide', () => {
	it('breaks into as many lines as it takes', () => {
		expect(wrapText(`a ${'x'.repeat(400_000)}`, 1)).toHaveLength(400_001);
	});

	it('is named in part: 200,000 unknown keys of a payload', () => {
		const keys = Array.from({ length: 200_000 }, (_, at) => `"k${at}":1`).join();
		const read = readRequestBody(endpointById('consumer.create'), `{"config":{${keys}}}`, features('2.15.1', 5));
		expect(read.ok || read.message).toMatch(/^"config\.k0", .*"config\.k4" and 199,995 others are not fields/);
	});
});
