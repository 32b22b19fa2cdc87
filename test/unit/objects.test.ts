import { describe, expect, it } from 'vitest';
import { objectLineFrom } from '../../src/cli/objects/object-line.ts';
import { digestInHex, emptyDigest } from '../../src/jetstream/objects/digest.ts';
import { isVisible, objectOf } from '../../src/jetstream/objects/meta.ts';
import { isUsualToken, nameOfToken, tokensOf } from '../../src/jetstream/objects/name.ts';
import { piecesOfStream } from '../../src/jetstream/objects/pieces.ts';

const stored = (token: string, payload: string) =>
	objectOf(
		{
			subject: `$O.B.M.${token}`,
			seq: 7,
			time: '2026-12-01T00:00:00Z',
			headers: [],
			payload: Buffer.from(payload),
			size: payload.length,
		},
		{ stored: '$O.B.' },
	);

describe('the name of an object', () => {
	it.each([
		['h.txt', 'aC50eHQ='],
		['日本', '5pel5pys'],
		['', ''],
	])('%s is the token %s', (name, token) => {
		expect(tokensOf(name)[0]).toBe(token);
	});

	it('is looked for as nats.js writes it, and without padding', () => {
		expect(tokensOf('a/ä b.txt')).toContain('YS_kIGIudHh0');
		expect(tokensOf('h.txt')).toContain('aC50eHQ');
		expect(tokensOf('日')).toHaveLength(1);
	});

	it('is read from tokens as any client writes them', () => {
		expect(nameOfToken('aC50eHQ=')).toBe('h.txt');
		expect(nameOfToken('aC50eHQ')).toBe('h.txt');
		expect(nameOfToken('YS_kIGIudHh0')).toBe('a/ä b.txt');
		expect(nameOfToken('no.token')).toBeUndefined();
		expect([isUsualToken('aC50eHQ='), isUsualToken('aC50eHQ')]).toEqual([true, false]);
	});
});

describe('the meta of an object', () => {
	it('is read as nats.go writes it, with the time of the message', () => {
		const { name, meta, time } = stored(
			'aC50eHQ=',
			'{"name":"h.txt","options":{"max_chunk_size":131072},"bucket":"B","nuid":"U","size":3,"mtime":"0001-01-01T00:00:00Z","chunks":1,"digest":"SHA-256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU="}',
		);
		expect([name, time]).toEqual(['h.txt', '2026-12-01T00:00:00Z']);
		expect(meta).toMatchObject({ nuid: 'U', size: 3, chunks: 1, chunkSize: 131_072, deleted: false });
	});

	it('of a link is read without nuid, size and digest, as nats.js writes it', () => {
		const { meta } = stored('bG5r', '{"name":"lnk","bucket":"B","options":{"link":{"bucket":"C","name":"x"}}}');
		expect(meta).toMatchObject({ link: { bucket: 'C', name: 'x' }, size: 0, chunks: 0, nuid: '' });
	});

	it.each([
		'not JSON',
		'[]',
		'{"nuid":"U","size":"3"}',
		'{"nuid":"U","size":-1}',
		'{"nuid":"U","size":1e300,"chunks":1e300}',
		'{"size":3,"chunks":1}',
		'{"nuid":"a.>","size":3}',
	])('is unreadable, and visible: %s', (payload) => {
		const object = stored('eA==', payload);
		expect([object.name, object.meta, isVisible(object)]).toEqual(['x', undefined, true]);
		expect(object.fault).toMatch(/\.$/);
	});

	it('of a deleted object hides it', () => {
		expect(isVisible(stored('eA==', '{"name":"x","nuid":"U","size":0,"chunks":0,"deleted":true}'))).toBe(false);
	});

	it('has a digest in hexadecimal, if it is SHA-256', () => {
		expect(digestInHex(emptyDigest)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
		expect([digestInHex('SHA-256=short'), digestInHex('MD5=x'), digestInHex(undefined)]).toEqual([
			undefined,
			undefined,
			undefined,
		]);
	});
});

it('a pipe is cut into pieces of one length, and a shorter last one', async () => {
	async function* blocks() {
		yield Buffer.from('abc');
		yield Buffer.from('defghij');
		yield Buffer.from('k');
	}
	const pieces: string[] = [];
	for await (const piece of piecesOfStream(blocks())(4, 2)) pieces.push(Buffer.from(piece).toString());
	expect(pieces).toEqual(['abcd', 'efgh', 'ijk']);
});

describe('the command line of jetdeck object', () => {
	it('names what an action takes', () => {
		expect(objectLineFrom(['get', 'B'], {})).toBe('object get takes BUCKET NAME [FILE]');
		expect(objectLineFrom(['put', 'B', '-'], {})).toBe('object put BUCKET - needs --name');
		expect(objectLineFrom(['put', 'B', 'f'], { header: ['no pair'] })).toBe("a header is 'Key: value'");
	});

	it('collects headers of one name', () => {
		const line = objectLineFrom(['put', 'B', 'f'], { header: ['K: v', 'K: w'], metadata: ['a=b=c'] });
		expect(line).toMatchObject({ headers: { K: ['v', 'w'] }, metadata: { a: 'b=c' } });
	});
});
