import fc from 'fast-check';
import { endpoints } from '../../src/jetstream/endpoints.ts';
import { natsCommands } from '../../src/jetstream/nats-cli/read/commands.ts';
import { templateOf } from '../../src/jetstream/subject-template.ts';

const names = fc.constantFrom(
	'LOGS',
	'ORDERS',
	'STREAM',
	'API',
	'DELETE',
	'INFO',
	'CONSUMER',
	'a',
	'x-y',
	'*',
	'>',
	'',
);
const templates = endpoints.flatMap(({ subject, preview = [] }) => [
	...['$JS.API', '$JS.hub.API', '$JS.*.API', 'acme.js', '$js.api', '$JS.API.API'].map(
		(prefix) => `${prefix}.${subject}`,
	),
	...preview,
]);

/** A subject of the API, as it is or slightly off. */
const apiSubject = fc
	.record({
		template: fc.constantFrom(...templates),
		fill: fc.array(names, { minLength: 6, maxLength: 6 }),
		twist: fc.constantFrom(
			...Array.from({ length: 14 }, () => (subject: string) => subject),
			(subject: string) => subject.toLowerCase(),
			(subject: string) => `${subject}.`,
			(subject: string) => `.${subject}`,
			(subject: string) => `${subject}.more`,
			(subject: string) => subject.replace(/\.[^.]*$/, ''),
			(subject: string) => subject.replace(/[^.]+$/, '*'),
			(subject: string) => subject.replace(/[^.]+$/, '>'),
			(subject: string) => subject.replace('DELETE', 'DEL\u200bETE'),
			(subject: string) => subject.replace('DELETE', 'DEＬETE'),
			(subject: string) => subject.replace('DELETE', 'DEL\\ETE'),
			(subject: string) => subject.replace('.', ' '),
			(subject: string) => subject.replace('STREAM', "'STREAM'"),
			(subject: string) => subject.replace('.', '".'),
			(subject: string) => subject.replace('$', '\\$'),
		),
	})
	.map(({ template, fill, twist }) => {
		let at = 0;
		const subject = templateOf(template)
			.map((token) => (typeof token === 'string' ? token : (fill[at++ % fill.length] ?? 'x')))
			.join('.');
		return twist(subject);
	});

const subject = fc.oneof(
	{ weight: 8, arbitrary: apiSubject },
	{
		weight: 2,
		arbitrary: fc.constantFrom(
			'$JS.ACK.S.C.1.2.3',
			'$JS.ACK.S.C.1.2.3.4.5',
			'$JS.FC.S.C.x',
			'$JS.SNAPSHOT.RESTORE.S.x',
			'$SYS.REQ.SERVER.PING.KICK',
			'$SYS.REQ.CLAIMS.UPDATE',
			'orders.new',
			'$KV.config.a',
			'_INBOX.x',
		),
	},
	{ weight: 1, arbitrary: fc.string({ maxLength: 30 }) },
);

const payload = fc.oneof(
	fc.constant(''),
	fc.constant(''),
	fc.constant(''),
	fc.constantFrom(
		'',
		'.',
		"''",
		'{}',
		'12',
		'{"seq":1}',
		'{"name":"LOGS"}',
		'{"NAME":"LOGS","Subjects":["a"]}',
		'-',
		'@x',
	),
	fc.constantFrom(
		'{"stream_name":"LOGS","config":{"durable_name":"a"}}',
		'{"filter":">","KEEP":0}',
		'+ACK',
		'{"batch":2}',
	),
	fc.json({ maxDepth: 2 }),
	fc.string({ maxLength: 20 }),
);

const before = fc.constantFrom(
	'',
	'',
	'req ',
	'nats req ',
	'$ nats request ',
	'pub ',
	'nats pub ',
	'sub ',
	'watch 2s ',
	'echo x | req ',
	'cat f.json | nats req ',
	"req -H 'Nats-Rollup: all' ",
	"req -H 'a: b' --timeout 1s ",
	'req --raw ',
	'req --replies all ',
	'-- ',
	'| ',
);
const behind = fc.constantFrom(
	'',
	'',
	' | jq .',
	' # DELETE',
	' --raw',
	' --replies 3',
	'\n',
	' \\\n x',
	" -H 'NATS-trace-dest: x'",
);

/** A command of the nats CLI, as it is or slightly off. */
const natsLine = fc
	.record({
		command: fc.constantFrom(...natsCommands),
		pick: fc.nat(),
		names: fc.array(names, { maxLength: 3 }),
		flags: fc.array(
			fc.constantFrom(
				...[
					'-f',
					'--force',
					'-j',
					'-j>',
					'--json',
					'--keep 5',
					'--keep=x',
					'--subjects a.b',
					'--subjects',
					'--max-age 1h',
				],
				...[
					'--pull',
					'--target x',
					'--ephemeral',
					'--config f.json',
					'--defaults',
					'--dry-run',
					'> f.json',
					'1h',
					'7',
					"'",
				],
			),
			{ maxLength: 3 },
		),
	})
	.map(({ command: { groups, words }, pick, names: given, flags }) =>
		['nats', groups[pick % groups.length], words[pick % words.length], ...given, ...flags].join(' '),
	);

/** A line as somebody may type it into the console who tries every way around its questions. */
export const anyLine = fc.oneof(
	{
		weight: 6,
		arbitrary: fc
			.tuple(before, subject, payload, behind)
			.map(([start, asked, said, end]) => `${start}${asked} ${said}${end}`),
	},
	{ weight: 1, arbitrary: natsLine },
);
