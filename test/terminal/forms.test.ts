import { describe, expect, it } from 'vitest';
import { driver } from '../support/driver.ts';
import { connect, createStreams, raw } from '../support/jetstream.ts';
import { startProgram } from '../support/pty.ts';
import { type ServerOptions, startServer, type TestServer } from '../support/servers.ts';

/** A server with a stream LOGS of twelve messages, four each of three subjects. */
async function serverWithLogs(options: ServerOptions = {}): Promise<TestServer> {
	const server = await startServer(options);
	const link = await connect(server);
	await createStreams(link, ['LOGS'], { subjects: ['logs.>'], storage: 'file', max_age: 3_600_000_000_000 });
	for (let at = 0; at < 12; at += 1) await link.request(`logs.${at % 3}`, `message ${at}`);
	return server;
}

function deckOn(server: TestServer, columns = 80, rows = 24, interval = '500ms') {
	const program = startProgram({
		args: ['--server', server.url, '--interval', interval, '--timeout', '1s'],
		columns,
		rows,
	});
	return { program, person: driver(program) };
}

async function infoOf(server: TestServer, subject: string): Promise<Readonly<Record<string, unknown>>> {
	const reply = await (await connect(server)).request(`$JS.API.${subject}`, '');
	if (!reply.ok) throw new Error(reply.problem.message);
	return (JSON.parse(new TextDecoder().decode(reply.message.data)) as { config: Record<string, unknown> }).config;
}

async function nextStep({ program, person }: ReturnType<typeof deckOn>, title: string): Promise<void> {
	person.run('form.next-step');
	await program.waitFor(new RegExp(`${title} · step`));
}

describe('a stream, step by step, on 80×24', () => {
	it('says which stream takes a subject already, keeps all on the way back, and is created', async () => {
		const server = await serverWithLogs();
		const deck = deckOn(server);
		const { program, person } = deck;
		await person.list().row('LOGS').shown();
		person.run('stream.new');
		await program.waitFor(/purpose · step 1 of 7/);
		await person.toField('Work queue');
		person.run('form.enter');
		await program.waitFor(/name · step 2/);
		program.type('JOBS');
		await nextStep(deck, 'subjects');
		program.type('jobs.>, logs.1');
		await program.waitFor(/✗ Column 9: Subjects: logs\.1 overlaps logs\.> of stream LOGS/);
		for (const title of ['name', 'purpose']) {
			person.run('form.back');
			await program.waitFor(new RegExp(`${title} · step`));
		}
		person.run('form.back');
		await program.waitFor(/jetdeck keeps what you typed/);
		await person.list().row('LOGS').shown();
		person.run('stream.new');
		await program.waitFor(/✓ Each message is processed once/);
		await nextStep(deck, 'name');
		await program.waitFor(/▸ Name +JOBS/);
		// What is wrong is said before anything is sent, and enter leads there.
		person.run('form.review');
		await program.waitFor(/enter to go to the first error/);
		person.run('form.send');
		await program.waitFor(/▸ Subjects +jobs\.>, logs\.1/);
		for (let letters = ', logs.1'.length; letters > 0; letters -= 1) program.press('backspace');
		await program.waitFor(/▸ Subjects +jobs\.> *$/m);
		await nextStep(deck, 'storage and replicas');
		await nextStep(deck, 'retention and limits');
		await person.toField('Max age');
		program.type('1d12h');
		await program.waitFor(/▸ Max age +1d12h/);
		await person.toField('Max bytes');
		program.type('10GiB');
		await program.waitFor(/= 10 GiB|10GiB/);
		await nextStep(deck, 'everything else');
		await nextStep(deck, 'review');
		await program.waitFor(/"max_bytes": 10737418240/);
		person.run('form.next-text');
		await program.waitFor(/nats --no-context --server=nats:\/\/127\.0\.0\.1:\d+ stream add JOBS/);
		await program.waitFor(/It will store messages published to jobs\.>.*✓ Nothing is lost/s);
		person.run('form.send');
		await program.waitFor(/Stream JOBS is created/);
		expect(await infoOf(server, 'STREAM.INFO.JOBS')).toMatchObject({
			subjects: ['jobs.>'],
			retention: 'workqueue',
			max_age: 129_600_000_000_000,
			max_bytes: 10 * 1024 ** 3,
		});
	});

	it('comes back at the field that the server refuses, with everything still filled in', async () => {
		const server = await serverWithLogs();
		const deck = deckOn(server, 100, 30, '60s');
		const { program, person } = deck;
		await program.waitFor(/LOGS/);
		person.run('stream.new');
		await program.waitFor(/purpose · step/);
		person.run('form.enter');
		await program.waitFor(/name · step/);
		program.type('RACE');
		await program.waitFor(/Name +RACE/);
		await nextStep(deck, 'subjects');
		program.type('race.>');
		await program.waitFor(/Subjects +race\.>/);
		person.run('form.review');
		await program.waitFor(/review · step/);
		// Somebody else is faster, and the deck has not looked since.
		await createStreams(await connect(server), ['FASTER'], { subjects: ['race.won'] });
		person.run('form.send');
		const dialog = person.dialog();
		await dialog.says('✗ subjects overlap with an existing stream (err_code 10065)').leave();
		await program.waitFor(/▸ Subjects +race\.>/);
		const lines = program.screen().join('\n');
		expect(lines).toContain('✗ Refused: subjects overlap with an existing stream (err_code 10065)');
		await program.waitFor(/race\.won of stream FASTER/);
		program.press('ctrl+u');
		program.type('slow.>');
		await program.waitFor(/Subjects +slow\.>/);
		expect(program.screen().join('\n')).not.toContain('Refused');
		person.run('form.review');
		await program.waitFor(/review · step/);
		person.run('form.send');
		await program.waitFor(/Stream RACE is created/);
		expect(await infoOf(server, 'STREAM.INFO.RACE')).toMatchObject({ subjects: ['slow.>'] });
	});

	it('can be a mirror of one that is picked from a list', async () => {
		const server = await serverWithLogs();
		const deck = deckOn(server);
		const { program, person } = deck;
		await person.list().row('LOGS').shown();
		person.run('stream.new');
		await program.waitFor(/purpose · step 1/);
		await person.toField('Mirror of a stream');
		person.run('form.enter');
		await program.waitFor(/name · step 2/);
		program.type('COPY');
		await nextStep(deck, 'subjects');
		await person.toField('Stream');
		person.run('form.choose');
		await person.dialog().take('LOGS');
		await program.waitFor(/▸ +Stream +LOGS/);
		person.run('form.review');
		await program.waitFor(/"mirror": \{/);
		await program.waitFor(/It is a mirror of stream LOGS/);
		person.run('form.send');
		await program.waitFor(/Stream COPY is created/);
		expect(await infoOf(server, 'STREAM.INFO.COPY')).toMatchObject({ mirror: { name: 'LOGS' } });
	});

	it('can begin as a copy of one that is there', async () => {
		const server = await serverWithLogs();
		const deck = deckOn(server);
		const { program, person } = deck;
		await person.list().row('LOGS').shown();
		person.run('stream.new');
		await program.waitFor(/purpose · step 1/);
		await person.toField('Copy of a stream');
		person.run('form.enter');
		await person.dialog().title('Choose the stream to copy').take('LOGS');
		await program.waitFor(/name · step 2/);
		program.type('AUDIT');
		await nextStep(deck, 'subjects');
		program.type('audit.>');
		await program.waitFor(/▸ Subjects +audit\.>/);
		person.run('form.review');
		await program.waitFor(/"max_age": 3600000000000/);
		person.run('form.send');
		await program.waitFor(/Stream AUDIT is created/);
		expect(await infoOf(server, 'STREAM.INFO.AUDIT')).toMatchObject({
			subjects: ['audit.>'],
			max_age: 3_600_000_000_000,
		});
	});

	it('is asked only for what the connected server knows', async () => {
		const offered = async (line: '2.9' | 'newest'): Promise<string> => {
			const server = await serverWithLogs({ line });
			const deck = deckOn(server, 80, 60);
			const { program, person } = deck;
			await person.list().row('LOGS').shown();
			person.run('stream.new');
			await program.waitFor(/purpose · step 1/);
			person.run('form.enter');
			await program.waitFor(/name · step 2/);
			for (const title of ['subjects', 'storage and replicas', 'retention and limits', 'everything else'])
				await nextStep(deck, title);
			return (await program.waitFor(/Access/)).join('\n');
		};
		const [old, present] = await Promise.all([offered('2.9'), offered('newest')]);
		for (const label of ['Metadata', 'First sequence', 'Consumer limits', 'Allow message TTL']) {
			expect(present).toContain(label);
			expect(old).not.toContain(label);
		}
		expect(old).toContain('Deny purge');
	});
});

describe('a consumer, step by step', () => {
	it('says how many messages its filters match, checks them against the stream, and is created', async () => {
		const server = await serverWithLogs();
		const deck = deckOn(server);
		const { program, person } = deck;
		await person.list().row('LOGS').select();
		person.run('stream.consumers');
		await program.waitFor(/LOGS › consumers/);
		person.run('consumer.new');
		await program.waitFor(/Workers that share messages/);
		person.run('form.enter');
		await program.waitFor(/name and delivery · step 2/);
		program.type('tail');
		await nextStep(deck, 'which messages');
		program.type('orders.>');
		await program.waitFor(/! Stream LOGS has no subject that matches orders\.>/);
		program.press('ctrl+u');
		program.type('logs.1, logs.2');
		await program.waitFor(/matches 8 of 12 messages now/);
		await nextStep(deck, 'where it starts');
		await nextStep(deck, 'acknowledgements');
		await person.toField('Back-off');
		program.type('1s, 30s');
		await person.toField('Max deliver', 'form.up');
		program.type('3');
		await program.waitFor(/▸ Max deliver +3/);
		person.run('form.review');
		await program.waitFor(/"backoff": \[/);
		await program.waitFor(/It starts with 8 messages in the stream/);
		person.run('form.send');
		await program.waitFor(/Consumer tail is created/);
		expect(await infoOf(server, 'CONSUMER.INFO.LOGS.tail')).toMatchObject({
			durable_name: 'tail',
			filter_subjects: ['logs.1', 'logs.2'],
			max_deliver: 3,
			backoff: [1e9, 30e9],
			ack_policy: 'explicit',
		});
	});

	it('is edited: what is fixed says why, the rest is a difference', async () => {
		const server = await serverWithLogs();
		const config = { durable_name: 'tail', ack_policy: 'explicit' };
		await raw(await connect(server), '$JS.API.CONSUMER.CREATE.LOGS.tail', { stream_name: 'LOGS', config });
		const deck = deckOn(server);
		const { program, person } = deck;
		await person.list().row('LOGS').select();
		person.run('stream.consumers');
		await person.list().row('tail').shown();
		person.run('consumer.edit');
		await program.waitFor(/configuration · step 1 of 2/);
		await person.toField('Ack policy');
		await program.waitFor(/Ack policy cannot be changed after creation/);
		await person.toField('Ack wait');
		program.press('ctrl+u');
		program.type('5m');
		await program.waitFor(/▸\*?.*Ack wait +5m/);
		person.run('form.review');
		await program.waitFor(/- ack_wait +30s/);
		person.run('form.send');
		await person
			.dialog()
			.title('Edit consumer tail of stream LOGS')
			.agree(/Consumer tail is changed/);
		// Back where the edit began.
		await program.waitFor(/LOGS › consumers 1/);
		expect(await infoOf(server, 'CONSUMER.INFO.LOGS.tail')).toMatchObject({ ack_wait: 300e9, ack_policy: 'explicit' });
	});
});
