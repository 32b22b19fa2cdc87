import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Driver, driver } from '../support/driver.ts';
import { type PreviewServer, startPreviewServer } from '../support/preview-responder.ts';
import { recordedAt } from '../support/preview-transcript.ts';
import { type Program, startProgram } from '../support/pty.ts';

function begin(server: PreviewServer): { readonly program: Program; readonly person: Driver } {
	const program = startProgram({ args: ['--server', server.url, '--interval', '500ms'], columns: 110, rows: 46 });
	return { program, person: driver(program) };
}

/** Each of these was asked for, and nothing that was never recorded. */
function expectAnswered(server: PreviewServer, cases: readonly string[]): void {
	const answered = new Set(server.answered.map((each) => each.case));
	expect(cases.filter((name) => !answered.has(name))).toEqual([]);
	server.expectAllKnown();
}

describe('the deck on a server of then', () => {
	it('shows what there is, says what it cannot do there, and deletes a stream', async () => {
		const server = await startPreviewServer({ from: 'restart.list' });
		const { program, person } = begin(server);
		await person.list().row('LOGS').cells({ SUBJECTS: 'logs.>', STORE: 'file', MESSAGES: '1', BYTES: '40 B' });
		await program.waitFor(/2\.2\.0-beta\.7 · preview dialect/);
		person.run('open.stream');
		await program.waitFor(/Bytes +40 B of 10 GiB/);
		person.run('stream.consumers');
		await program.waitFor(/▸ TAIL +push +all/);
		person.run('consumer.pause');
		await program.waitFor(/┃ ! Pausing needs nats-server 2\.11; this one is 2\.2\.0-beta\.7/);
		person.run('open.consumer');
		await program.waitFor(/A durable push consumer of all of LOGS, pushed to out\.tail/);
		await program.waitFor(/Delivered +stream sequence 6, consumer sequence 0/);
		await person.palette('streams');
		await person.list().row('LOGS').select();
		person.run('stream.delete');
		await person
			.dialog()
			.says('1 consumer goes with it: TAIL')
			.type('LOGS')
			.agree(/Stream LOGS is deleted/);
		await program.waitFor(/No streams in this account yet/);
		expectAnswered(server, [
			'restart.list',
			'restart.info',
			'restart.consumers',
			'restart.consumer.info',
			'restart.delete',
		]);
	});

	it('creates and edits a stream from files', async () => {
		const server = await startPreviewServer();
		const { program, person } = begin(server);
		for (const [file, name] of [
			['LOGS.json', 'blog.stream.create'],
			['MORE.json', 'blog.stream.update'],
		] as const)
			writeFileSync(join(program.home, file), recordedAt(name).request ?? '');
		await program.waitFor(/No streams in this account yet/);
		await person.palette('apply LOGS.json');
		await person
			.dialog()
			.title('Create stream LOGS')
			.agree(/Stream LOGS is created/);
		await person.list().row('LOGS').shown();
		await person.palette('apply MORE.json');
		const edit = person.dialog().title('Edit stream LOGS');
		await edit.says('cannot read new messages of an empty file stream with max_age').agree(/Stream LOGS is changed/);
		expectAnswered(server, ['blog.stream.create', 'blog.stream.update', 'blog.stream.info.updated']);
	});

	it('makes the stream of the post in the form', async () => {
		const server = await startPreviewServer();
		const { program, person } = begin(server);
		await program.waitFor(/No streams in this account yet/);
		person.run('stream.new');
		await program.waitFor(/new stream › purpose/);
		person.run('form.enter');
		await program.waitFor(/new stream › name/);
		program.type('LOGS');
		await program.waitFor(/Name +LOGS/);
		await person.toStep('subjects');
		program.type('logs.>');
		await program.waitFor(/Subjects +logs\.>/);
		await person.toStep('storage and replicas');
		// What is later than the preview is not offered.
		expect(program.screen().join('\n')).not.toMatch(/Placement|Compression/);
		await person.toStep('retention and limits');
		await person.toField('Max age');
		program.press('ctrl+u');
		program.type('1d');
		await program.waitFor(/Max age +1d/);
		await person.toField('Max message size');
		program.press('ctrl+u');
		program.type('unlimited');
		await person.toStep('review');
		person.run('form.send');
		await program.waitFor(/Stream LOGS is created/);
		await program.waitFor(/Streams › LOGS › overview/);
		expectAnswered(server, ['blog.stream.create', 'blog.stream.info']);
	});
});
