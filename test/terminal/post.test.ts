import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ConsumerInfo, StreamInfo } from '../../src/jetstream/wire.ts';
import { type Driver, driver } from '../support/driver.ts';
import { connect } from '../support/jetstream.ts';
import { type Program, startProgram } from '../support/pty.ts';
import { startServer, type TestServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});

async function read<T>(subject: string): Promise<T> {
	const reply = await (await connect(server)).request(subject, '');
	if (!reply.ok) throw new Error(reply.problem.message);
	return JSON.parse(new TextDecoder().decode(reply.message.data)) as T;
}

async function save(program: Program, person: Driver, file: string): Promise<string> {
	person.run('take.save');
	await person.dialog().title('Save the configuration as').fill(file).enter();
	await program.waitFor(/✓ Saved/);
	return join(program.home, file);
}

describe('the post, by the deck alone', () => {
	it('creates, saves, deletes and creates again LOGS and TAIL, and edits through the file', async () => {
		const program = startProgram({ args: ['--server', server.url, '--interval', '500ms'], columns: 100, rows: 36 });
		const person = driver(program);
		await program.waitFor(/No streams in this account yet/);

		person.run('stream.new');
		await program.waitFor(/new stream › purpose/);
		person.run('form.enter');
		await program.waitFor(/new stream › name/);
		program.type('LOGS');
		await program.waitFor(/Name +LOGS/);
		await person.toStep('subjects');
		program.type('logs.*');
		await program.waitFor(/Subjects +logs\.\*/);
		await person.toStep('retention and limits');
		await person.toField('Max age');
		program.type('1h');
		await program.waitFor(/Max age +1h/);
		await person.toStep('review');
		await program.waitFor(/"max_age": 3600000000000/);
		person.run('form.send');
		await program.waitFor(/Stream LOGS is created/);
		const created = (await read<StreamInfo>('$JS.API.STREAM.INFO.LOGS')).config;
		expect(created).toMatchObject({
			subjects: ['logs.*'],
			retention: 'limits',
			max_age: 3_600_000_000_000,
			storage: 'file',
		});

		await program.waitFor(/Streams › LOGS › overview/);
		await program.waitFor(/Messages +0/);
		const file = await save(program, person, 'LOGS.json');
		person.run('stream.delete');
		await person
			.dialog()
			.title('Delete stream LOGS')
			.type('LOGS')
			.agree(/Stream LOGS is deleted/);
		await person.palette('apply LOGS.json');
		await person
			.dialog()
			.title('Create stream LOGS')
			.agree(/Stream LOGS is created/);
		expect((await read<StreamInfo>('$JS.API.STREAM.INFO.LOGS')).config).toEqual(created);

		const edited = { ...(JSON.parse(readFileSync(file, 'utf8')) as object), max_bytes: 10 * 1024 ** 3 };
		writeFileSync(file, JSON.stringify(edited, null, 2));
		await person.palette('apply LOGS.json');
		const edit = person.dialog().title('Edit stream LOGS').says('- max_bytes unlimited', '+ max_bytes 10 GiB');
		await edit.agree(/Stream LOGS is changed/);
		expect((await read<StreamInfo>('$JS.API.STREAM.INFO.LOGS')).config.max_bytes).toBe(10 * 1024 ** 3);

		await person.palette('streams');
		await person.list().row('LOGS').select();
		person.run('stream.consumers');
		await program.waitFor(/LOGS › consumers/);
		person.run('consumer.new');
		await program.waitFor(/new consumer › purpose/);
		person.run('form.enter');
		await program.waitFor(/new consumer › name and delivery/);
		program.type('TAIL');
		await program.waitFor(/Durable name +TAIL/);
		await person.toStep('review');
		person.run('form.send');
		await program.waitFor(/Consumer TAIL is created/);
		const tail = (await read<ConsumerInfo>('$JS.API.CONSUMER.INFO.LOGS.TAIL')).config;
		expect(tail).toMatchObject({ durable_name: 'TAIL', ack_policy: 'explicit', deliver_policy: 'all' });
		await program.waitFor(/consumers › TAIL › overview/);
		await program.waitFor(/Ack policy/);
		await save(program, person, 'TAIL.json');
		person.run('consumer.delete');
		await person
			.dialog()
			.title('Delete consumer TAIL')
			.type('TAIL')
			.agree(/Consumer TAIL is deleted/);
		await person.palette('apply TAIL.json');
		// That it is created may still be said of the first time.
		await person
			.dialog()
			.title('Create consumer TAIL')
			.agree(/Consumer TAIL is created/);
		const again = await until(async () => (await read<ConsumerInfo>('$JS.API.CONSUMER.INFO.LOGS.TAIL')).config, {
			what: 'the consumer created again',
		});
		expect(again).toEqual(tail);

		await person.palette('journal');
		await program.waitFor(/Journal 7/);
	});
});
