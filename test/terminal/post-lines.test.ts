import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { consoleStory } from '../support/console-story.ts';
import { connect } from '../support/jetstream.ts';
import { startPreviewServer } from '../support/preview-responder.ts';
import { recordedAt } from '../support/preview-transcript.ts';
import { type Program, startProgram } from '../support/pty.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer } from '../support/servers.ts';

/** A command line of the post, as it stands there. */
interface Step {
	readonly line: string;
	/** A part of what is shown of it. */
	readonly shows: RegExp;
	/** It is asked first; a text is the name that must be typed. */
	readonly agree?: true | string;
	/** Where the recording goes on; without it, where it stands. */
	readonly from?: string;
	/** What the deck sends to a server of then is not among the recorded requests: it leaves out a start time that is none. */
	readonly unrecorded?: true;
	/** What the person does with files before. */
	readonly edit?: (folder: string) => void;
}

const steps: readonly Step[] = [
	{ line: "nats req '$JS.ENABLED' '.'", shows: /account_info_response|\+OK/ },
	{ line: "nats req '$JS.INFO' '.'", shows: /"max_streams": -1/ },
	{
		line: 'nats str add LOGS --subjects "logs.>" --storage file --retention limits --max-msgs=-1 --max-bytes=-1 --max-age 1d --max-msg-size=-1',
		shows: /stream_create_response|\+OK/,
		agree: true,
	},
	{ line: 'nats stream info LOGS -j', shows: /"max_age": 86400000000000/ },
	{
		line: 'nats stream rm LOGS -f',
		shows: /stream_delete_response|\+OK/,
		agree: 'LOGS',
		from: 'restart.info',
		edit: (folder) => writeFileSync(join(folder, 'LOGS.json'), recordedAt('blog.stream.create').request ?? ''),
	},
	{ line: 'cat LOGS.json', shows: /"name": "LOGS"/ },
	{
		line: "cat LOGS.json | nats req '$JS.STREAM.LOGS.CREATE'",
		shows: /stream_create_response|\+OK/,
		agree: true,
		from: 'blog.stream.create',
	},
	{ line: 'nats str info LOGS', shows: /"messages": 0/ },
	{
		line: "cat LOGS_TAIL.json|nats request '$JS.STREAM.LOGS.CONSUMER.TAIL.CREATE'",
		shows: /consumer_create_response|\+OK/,
		agree: true,
		edit: (folder) => writeFileSync(join(folder, 'LOGS_TAIL.json'), recordedAt('blog.consumer.create').request ?? ''),
	},
	{ line: 'nats consumer info LOGS TAIL -j> TAIL_NOW.json', shows: /"durable_name": "TAIL"/ },
	{ line: 'nats consumer rm LOGS TAIL -f', shows: /consumer_delete_response|\+OK/, agree: 'TAIL' },
	{
		line: 'nats consumer create --config LOGS_TAIL.json',
		shows: /consumer_create_response|\+OK/,
		agree: true,
		unrecorded: true,
	},
	{
		line: 'nats stream edit LOGS --config LOGS.json',
		shows: /stream_update_response|\+OK/,
		agree: true,
		from: 'blog.stream.update',
		edit: (folder) => {
			const path = join(folder, 'LOGS.json');
			writeFileSync(path, readFileSync(path, 'utf8').replace('"max_bytes": -1', '"max_bytes": 10737418240'));
		},
	},
];

/** Types every line of the post; answers with what was saved on the way. */
async function tell(program: Program, told: readonly Step[], before: (step: Step) => void): Promise<string> {
	await program.waitFor(/No streams in this account yet/);
	program.press('4');
	await program.waitFor(/SUBJECT \[PAYLOAD\]/);
	const story = consoleStory(program);
	for (const step of told) {
		step.edit?.(program.home);
		before(step);
		await story.send(step.line);
		if (step.line.includes('edit')) {
			await program.waitFor(/\+ max_bytes +10 GiB/);
			expect(program.screen().join('\n')).toMatch(/- max_bytes +unlimited/);
		}
		if (step.agree !== undefined) await story.agree(step.agree === true ? undefined : step.agree);
		await story.answer(step.shows);
	}
	const saved = join(program.home, 'TAIL_NOW.json');
	expect(existsSync(saved)).toBe(true);
	return readFileSync(saved, 'utf8');
}

const begin = (url: string): Program =>
	startProgram({ args: ['--server', url, '--interval', '500ms'], columns: 220, rows: 60 });

describe('every command line of the post does what the post shows', () => {
	it.each(serverLines)('on a server of the %s line', async (line) => {
		const server = await startServer({ line });
		const saved = await tell(begin(server.url), steps, () => {});
		expect(JSON.parse(saved)).toMatchObject({ config: { durable_name: 'TAIL', deliver_subject: 'out.tail' } });
		const link = await connect(server);
		const infoOf = async (subject: string): Promise<unknown> => {
			const reply = await link.request(subject, '');
			return JSON.parse(reply.ok ? new TextDecoder().decode(reply.message.data) : '{}');
		};
		expect(await infoOf('$JS.API.STREAM.INFO.LOGS')).toMatchObject({ config: { max_bytes: 10_737_418_240 } });
		expect(await infoOf('$JS.API.CONSUMER.INFO.LOGS.TAIL')).toMatchObject({ config: { deliver_policy: 'all' } });
	});

	it('on a server of then', async () => {
		const server = await startPreviewServer();
		const recorded = steps.filter(({ unrecorded }) => unrecorded !== true);
		const saved = await tell(begin(server.url), recorded, ({ from }) => {
			if (from !== undefined) server.play({ from });
		});
		expect(JSON.parse(saved)).toMatchObject({ config: { durable_name: 'TAIL', delivery_subject: 'out.tail' } });
		server.expectAllKnown();
	});
});
