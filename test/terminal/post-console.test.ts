import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ConsoleStory, consoleStory } from '../support/console-story.ts';
import { connect, raw } from '../support/jetstream.ts';
import { startPreviewServer } from '../support/preview-responder.ts';
import { recordedAt } from '../support/preview-transcript.ts';
import { type Program, startProgram } from '../support/pty.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer, type TestServer } from '../support/servers.ts';

/** A line of the post, and the recorded exchange that answers it. */
interface Step {
	readonly line: string;
	readonly case: string;
	/** What the deck sends to a server of today; without it, what is typed. */
	readonly today?: string;
	/** Where the recording goes on; without it, where it stands. */
	readonly from?: string;
	/** It is asked first; a text is the name that must be typed. */
	readonly agree?: true | string;
	/** What today's answer says otherwise than the one of then. */
	readonly differs?: readonly string[];
}

const steps: readonly Step[] = [
	{ line: "nats req '$JS.ENABLED' '.'", case: 'blog.enabled', today: '$JS.API.INFO' },
	{ line: "nats req '$JS.INFO' '.'", case: 'blog.info.fresh', today: '$JS.API.INFO', differs: ['limits'] },
	{
		line: "cat LOGS.json | nats req '$JS.STREAM.LOGS.CREATE'",
		case: 'blog.stream.create',
		today: '$JS.API.STREAM.CREATE.LOGS',
		agree: true,
	},
	{ line: "nats req '$JS.INFO' '.'", case: 'blog.info.one', today: '$JS.API.INFO', differs: ['limits'] },
	{ line: "nats req '$JS.STREAM.LOGS.INFO' ''", case: 'blog.stream.info', today: '$JS.API.STREAM.INFO.LOGS' },
	{
		line: "cat LOGS_TAIL.json | nats req '$JS.STREAM.LOGS.CONSUMER.TAIL.CREATE'",
		case: 'blog.consumer.create',
		today: '$JS.API.CONSUMER.DURABLE.CREATE.LOGS.TAIL',
		agree: true,
	},
	{
		line: "nats req '$JS.STREAM.LOGS.CONSUMER.TAIL.INFO' ''",
		case: 'blog.consumer.info',
		today: '$JS.API.CONSUMER.INFO.LOGS.TAIL',
	},
	{ line: "nats req '$JS.STREAM.LOGS.CONSUMERS' ''", case: 'blog.consumers', today: '$JS.API.CONSUMER.NAMES.LOGS' },
	{ line: "nats req 'logs.web' 'hello'", case: 'blog.publish', agree: true },
	{
		line: "cat LOGS_EDIT.json | nats req '$JS.STREAM.LOGS.UPDATE'",
		case: 'blog.stream.update',
		today: '$JS.API.STREAM.UPDATE.LOGS',
		agree: true,
	},
	{
		line: "nats req '$JS.STREAM.LOGS.INFO' ''",
		case: 'blog.stream.info.updated',
		today: '$JS.API.STREAM.INFO.LOGS',
	},
	{ line: "nats req '$JS.STREAM.LIST' '.'", case: 'blog.stream.list', today: '$JS.API.STREAM.NAMES' },
	{
		line: "nats req '$JS.STREAM.LOGS.CONSUMER.TAIL.DELETE' ''",
		case: 'blog.consumer.delete',
		today: '$JS.API.CONSUMER.DELETE.LOGS.TAIL',
		agree: 'TAIL',
	},
	{
		line: "nats req '$JS.STREAM.LOGS.MSG.DELETE' '3'",
		case: 'msg.delete.ok',
		today: '$JS.API.STREAM.MSG.DELETE.LOGS {"seq":3}',
		from: 'byseq.ok',
		agree: 'LOGS',
	},
	{
		line: "nats req '$JS.STREAM.LOGS.PURGE' ''",
		case: 'purge.file.ok',
		today: '$JS.API.STREAM.PURGE.LOGS',
		from: 'purge.file.ok',
		agree: 'LOGS',
	},
	{
		line: "cat EPHEMERAL.json | nats req '$JS.STREAM.ORDERS.EPHEMERAL.CONSUMER.CREATE'",
		case: 'ephemeral.ok',
		today: '$JS.API.CONSUMER.CREATE.ORDERS',
		from: 'ephemeral.ok',
		agree: true,
	},
	{
		line: "nats req '$JS.STREAM.LOGS.DELETE' ''",
		case: 'restart.delete',
		today: '$JS.API.STREAM.DELETE.LOGS',
		from: 'restart.info',
		agree: 'LOGS',
	},
];

function begin(url: string, columns = 100): Program {
	const program = startProgram({ args: ['--server', url, '--interval', '500ms'], columns, rows: 60 });
	const files = {
		LOGS: 'blog.stream.create',
		LOGS_TAIL: 'blog.consumer.create',
		LOGS_EDIT: 'blog.stream.update',
		EPHEMERAL: 'ephemeral.ok',
	};
	for (const [name, recorded] of Object.entries(files))
		writeFileSync(join(program.home, `${name}.json`), recordedAt(recorded).request ?? '');
	return program;
}

async function openConsole(program: Program): Promise<ConsoleStory> {
	await program.waitFor(/No streams in this account yet/);
	program.press('4');
	await program.waitFor(/SUBJECT \[PAYLOAD\]/);
	return consoleStory(program);
}

async function publish(server: TestServer, texts: readonly string[]): Promise<void> {
	const link = await connect(server);
	for (const text of texts) await link.request('logs.web', text);
}

/** The stream, and somebody who listens where an ephemeral consumer delivers. */
async function ordersHeard(server: TestServer): Promise<void> {
	const link = await connect(server);
	await raw(link, '$JS.API.STREAM.CREATE.ORDERS', { name: 'ORDERS' });
	link.subscribe('out.e', () => {});
	await link.roundTrip();
}

/** `+OK`, or what the JSON says. */
function told(text: string, leaveOut: readonly string[] = []): unknown {
	// The name of an ephemeral consumer is the server's own.
	if (!/^[[{]/.test(text)) return text.replace(/^\+OK \w+$/, '+OK name');
	const value = JSON.parse(text) as object;
	return Array.isArray(value)
		? value
		: Object.fromEntries(Object.entries(value).filter(([key]) => !leaveOut.includes(key)));
}

describe('the post, line by line in the console', () => {
	it.each(serverLines)('on a server of the %s line', async (line) => {
		const server = await startServer({ line });
		const program = begin(server.url);
		const story = await openConsole(program);
		for (const { line: typed, case: name, today, agree, differs } of steps) {
			if (name === 'msg.delete.ok') await publish(server, ['m2', 'm3']);
			if (name === 'ephemeral.ok') await ordersHeard(server);
			await story.send(typed);
			if (agree !== undefined) await story.agree(agree === true ? undefined : agree);
			await story.answer(/\d B ·/);
			if (today === undefined) continue;
			const shown = await story.asPreview();
			expect(program.screen().join(' ').replaceAll(/\s+/g, ' ')).toContain(`sent as ${today}`);
			const [wanted = ''] = recordedAt(name).replies;
			expect(told(shown.join('\n'), differs), typed).toEqual(told(wanted, differs));
		}
	});

	it('on a server of then', async () => {
		const server = await startPreviewServer();
		const program = begin(server.url);
		const story = await openConsole(program);
		await program.waitFor(/preview dialect/);
		for (const { line, case: name, agree, from } of steps) {
			if (from !== undefined) server.play({ from });
			await story.send(line);
			if (agree !== undefined) await story.agree(agree === true ? undefined : agree);
			const shown = await story.answer(/\d B/);
			expect(program.screen().join(' ')).not.toContain('sent as $JS.API');
			const [wanted = ''] = recordedAt(name).replies;
			expect(told(shown.join('\n')), line).toEqual(told(wanted));
		}
		const answered = new Set(server.answered.map((each) => each.case));
		expect(steps.filter((step) => !answered.has(step.case))).toEqual([]);
		server.expectAllKnown();
	});
});
