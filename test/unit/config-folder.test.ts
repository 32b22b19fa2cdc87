import { describe, expect, it } from 'vitest';
import { readConfigFiles } from '../../src/jetstream/config-folder/assets.ts';

const one = (path: string, text: string, variables: Readonly<Record<string, string>> = {}) =>
	readConfigFiles([{ path, text }], { variables });

const stream = (name: string): object => ({ name, subjects: [`${name.toLowerCase()}.>`] });

describe('files of configurations', () => {
	it.each<readonly [string, unknown]>([
		['bare', stream('A')],
		['in an INFO reply', { type: 'io.nats.jetstream.api.v1.stream_info_response', config: stream('A'), created: '' }],
		['in a list', [stream('A')]],
		['in a LIST reply', { total: 1, offset: 0, limit: 256, streams: [{ config: stream('A'), created: '' }] }],
	])('a stream is read %s', (_what, value) => {
		const { assets, faults } = one('a.json', JSON.stringify(value));
		expect(faults).toEqual([]);
		expect(assets).toEqual([{ kind: 'stream', stream: 'A', config: stream('A'), file: 'a.json', line: 1 }]);
	});

	it('YAML has several documents, with anchors, merge keys, comments and exact numbers', () => {
		const text = [
			'# ours',
			'name: A',
			'subjects: [a.>]',
			'max_msgs: 9007199254740993',
			'metadata: {team: shop}',
			'---',
			'name: B',
			'subjects: [b.>]',
			'metadata: {<<: {team: &team shop}, size: "1", again: *team}',
			'---',
			'# nothing here',
			'---',
			'name: C',
			'mirror: {name: A}',
		].join('\n');
		const { assets, faults } = one('all.yaml', text);
		expect(faults).toEqual([]);
		expect(assets.map(({ line, config }) => ({ line, config }))).toEqual([
			{ line: 2, config: { name: 'A', subjects: ['a.>'], max_msgs: 9007199254740993n, metadata: { team: 'shop' } } },
			{ line: 7, config: { name: 'B', subjects: ['b.>'], metadata: { team: 'shop', size: '1', again: 'shop' } } },
			{ line: 13, config: { name: 'C', mirror: { name: 'A' } } },
		]);
	});

	it('a consumer says which stream it reads, or stands in the file of the one', () => {
		const text =
			'name: A\n---\ndurable_name: c\nack_policy: explicit\n---\nstream_name: B\nconfig: {durable_name: d}\n';
		expect(one('a.yml', text).assets.map(({ kind, stream: of }) => [kind, of])).toEqual([
			['stream', 'A'],
			['consumer', 'A'],
			['consumer', 'B'],
		]);
		expect(one('c.json', '{"durable_name":"c"}').faults).toEqual([
			{ file: 'c.json', line: 1, message: 'Consumer c does not name its stream: add stream_name.' },
		]);
	});

	it('words of the technical preview are translated, and said so', () => {
		const { assets, warnings } = one('c.yaml', 'stream_name: A\nconfig:\n  durable_name: c\n  deliver_all: true\n');
		expect(assets[0]?.config).toMatchObject({ durable_name: 'c', deliver_policy: 'all' });
		expect(warnings.map(({ message }) => message).join()).toContain('Its start becomes deliver_policy all.');
	});

	it('keys that are unknown are kept, and told with file and line', () => {
		const { assets, warnings } = one('a.json', '{"name":"A","maxAge":5}');
		expect(assets[0]?.config).toEqual({ name: 'A', maxAge: 5 });
		expect(warnings).toEqual([
			{ file: 'a.json', line: 1, message: expect.stringContaining('does not know the field maxAge') },
		]);
	});
});

describe('variables', () => {
	it('stand in texts, and for numbers and flags where the field asks for one', () => {
		const variables = { ENV: 'prod', SIZE: '9007199254740993', DENY: 'true', N: '3' };
		const json = `{"name":"A_\${ENV}","max_bytes":\${SIZE},"num_replicas":"\${N}","deny_delete":\${DENY},"description":"\${N}"}`;
		const config = {
			name: 'A_prod',
			max_bytes: 9007199254740993n,
			num_replicas: 3,
			deny_delete: true,
			description: '3',
		};
		expect(one('a.json', json, variables).assets[0]?.config).toEqual(config);
		const yaml = `name: A_\${ENV}\nmax_bytes: \${SIZE}\nnum_replicas: \${N}\ndeny_delete: \${DENY}\ndescription: \${N}\n`;
		expect(one('a.yaml', yaml, variables).assets[0]?.config).toEqual(config);
	});

	it('inside a reply too', () => {
		const text = `{"config":{"name":"A","max_age":\${AGE}},"created":""}`;
		expect(one('a.json', text, { AGE: '60000000000' }).assets[0]?.config).toEqual({
			name: 'A',
			max_age: 60_000_000_000,
		});
	});

	it('are left as text after another $', () => {
		expect(one('a.json', `{"name":"A","description":"$\${ENV} $1"}`).assets[0]?.config).toMatchObject({
			description: `\${ENV} $1`,
		});
	});

	it.each([
		[`\${NOPE}`, 'The variable NOPE is not set.'],
		[`\${A-B}`, `\${A-B} is not a variable`],
		[`\${}`, `\${} is not a variable`],
	])('%s is refused, with its line', (text, message) => {
		const { assets, faults } = one('a.yaml', `name: A\ndescription: "x ${text}"\n---\ndurable_name: c\n`);
		expect(assets.filter(({ kind }) => kind === 'stream')).toEqual([]);
		expect(faults).toEqual([{ file: 'a.yaml', line: 2, message: expect.stringContaining(message) }]);
	});
});

describe('a file that is wrong', () => {
	it.each([
		['a.json', '', undefined, 'The file is empty.'],
		['a.yaml', '# nothing\n', undefined, 'The file is empty.'],
		['a.json', '{"name":\n"A",}', 2, ''],
		['a.json', '{"name":"A",\n"name":"B"}', 2, 'has name twice'],
		['a.yaml', 'name: A\nname: B\n', 2, 'unique'],
		['a.yaml', 'name: A\n\tsubjects: [a]\n', 2, ''],
		['a.yaml', 'name: A\nsubjects: !Ref x\n', 2, 'The tag !Ref is unknown'],
		['a.yaml', 'name: A\ndescription: *none\n', 2, 'none'],
		['a.yaml', 'name: A\n---\njust a text\n', 3, 'This is not a configuration'],
		['a.json', '[\n{"name":"A"},\n7]', 3, 'This is not a configuration'],
		['package.json', '{"version":"1.0.0"}', 1, 'The text has no key of a stream or consumer configuration.'],
		['a.yaml', 'name: A\nmax_age: 1d\n', 2, 'max_age is the text "1d"; it must be a whole number of nanoseconds'],
		['a.json', '[{"name":"A"},\n{"name":"B",\n"sources":[{"name":"A","opt_start_seq":-1}]}]', 3, 'opt_start_seq'],
		['a.json', '{"stream_name":"A","config":{"ack_policy":"explicit"}}', 1, 'The consumer has no name'],
	])('%s %j', (path, text, line, message) => {
		const [fault, ...more] = one(path, text).faults;
		expect(more).toEqual([]);
		expect(fault).toMatchObject({ file: path, ...(line !== undefined && { line }) });
		expect(fault?.message).toContain(message);
	});

	it('has no time to grow out of a few lines', () => {
		const lines = ['a: &a [x,x,x,x,x,x,x,x,x]'];
		for (let at = 1; at < 10; at += 1)
			lines.push(
				`${'abcdefghij'[at]}: &${'abcdefghij'[at]} [${Array(9)
					.fill(`*${'abcdefghij'[at - 1]}`)
					.join()}]`,
			);
		expect(one('bomb.yaml', lines.join('\n')).faults).toHaveLength(1);
	});

	it('describes nothing that another file describes', () => {
		const files = ['a.json', 'b.json'].map((path) => ({ path, text: '{"name":"A"}' }));
		expect(readConfigFiles(files, { variables: {} }).faults).toEqual([
			{ file: 'b.json', line: 1, message: 'a.json:1 already describes stream A: keep one of them.' },
		]);
	});
});
