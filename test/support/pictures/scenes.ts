import type { Driver } from '../driver.ts';
import type { Program } from '../pty.ts';

/** A picture of docs/pictures: what a person does for it on the demo, one after the other in one deck. */
export interface Scene {
	readonly name: string;
	/** Of the picture, for those who hear it. */
	readonly title: string;
	readonly columns: number;
	readonly rows: number;
	/** The line over the rows of a list. */
	readonly rowsFrom?: RegExp;
	/** Brings the deck there, and waits until all is on the screen. */
	readonly act: (program: Program, person: Driver) => Promise<unknown>;
	/** Leaves it as it was. */
	readonly leave?: (program: Program, person: Driver) => Promise<unknown>;
}

/** Rates are there from the second look at the server on, and what is wrong once all consumers were looked at. */
const isWatched = (lines: readonly string[]): boolean =>
	lines.some((line) => /^. EVENTS .* \d+(\.\d)? +\d+ /.test(line)) &&
	/ ! .*stuck/.test(lines[0] ?? '') &&
	lines.some((line) => /^. ORDERS .*stalled/.test(line));

export const scenes: readonly Scene[] = [
	{
		name: 'streams',
		title: 'The streams of an account, live, with what is wrong',
		columns: 104,
		rows: 21,
		rowsFrom: /^ {2}NAME/,
		act: async (program, person) => {
			await program.waitFor(isWatched);
			// The row under the cursor has no colours: it is one where nothing is wrong.
			await person.list().row('AUDIT').select();
		},
	},
	{
		name: 'lag',
		title: 'All consumers, stuck and lagging ones first',
		columns: 104,
		rows: 22,
		rowsFrom: /^ {2}CONSUMER/,
		act: async (program, person) => {
			person.run('go.lag');
			await program.waitFor(/fraud-check .*stalled/);
			await person.list().row('newsletter').select();
		},
	},
	{
		name: 'delete',
		title: 'Before a stream is deleted: what is lost, and the request',
		columns: 104,
		rows: 21,
		act: async (program, person) => {
			person.run('go.streams');
			await person.list().row('ORDERS').shown();
			await person.list().row('ORDERS').select();
			person.run('stream.delete');
			await program.waitFor(/Type ORDERS/);
			program.type('ORD');
			await program.waitFor(/> ORD/);
		},
		leave: async (_, person) => {
			person.run('confirm.leave');
			await person.list().row('ORDERS').shown();
		},
	},
	{
		name: 'console',
		title: 'The console, with completion and explanation',
		columns: 104,
		rows: 28,
		act: async (program, person) => {
			person.run('go.console');
			await program.waitFor(/^› *$/m);
			program.type('$JS.API.CONSUMER.NAMES.ORDERS');
			person.run('console.send');
			await program.waitFor(/consumer_names_response/);
			program.type('$JS.API.STREAM.CREATE.INVOICES {"subjects":["invoices.>"],"max_');
			person.run('console.complete');
			await program.waitFor(/max_bytes/);
		},
		leave: async (program, person) => {
			// First what completes is closed.
			person.run('console.leave');
			await program.waitFor(/esc replies/);
			person.run('console.leave');
			await program.waitFor(/i type/);
		},
	},
	{
		name: 'wizard',
		title: 'The wizard, with errors below their fields',
		columns: 104,
		rows: 20,
		act: async (program, person) => {
			person.run('go.streams');
			await person.list().row('ORDERS').shown();
			person.run('stream.new');
			await program.waitFor(/purpose/);
			program.press('enter');
			await program.waitFor(/› name ·/);
			program.type('INVOICES');
			await person.toStep('retention and limits');
			await person.toField('Max age');
			program.type('1d12h');
			await person.toField('Max bytes');
			program.type('10GiB');
			await person.toField('Max message size');
			program.type('8 megs');
			await program.waitFor(/8 megs *\n.*✗/);
		},
	},
];
