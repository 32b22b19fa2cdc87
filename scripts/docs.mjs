// Writes what is generated in docs/ and man/ from the tables; with --check only says whether it is fresh.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { exitCodeTable } from '../src/cli/exit-codes.ts';
import { manualPage, synopsisTable } from '../src/cli/manual.ts';
import { optionTable } from '../src/cli/option-table.ts';
import { commands } from '../src/commands/all.ts';
import { keyTable } from '../src/commands/key-table.ts';
import { apiMarkdown } from '../src/jetstream/api-doc.ts';

const root = new URL('..', import.meta.url);
const check = process.argv.includes('--check');

const fresh = [
	[
		'docs/cli.md',
		filled(await text('docs/cli.md'), {
			'command lines': synopsisTable(),
			options: optionTable(),
			'exit codes': exitCodeTable(),
		}),
	],
	['docs/keys.md', filled(await text('docs/keys.md'), { keys: keyTable(commands) })],
	['docs/api.md', apiMarkdown()],
	['man/jetdeck.1', manualPage()],
];

for (const [file, wanted] of fresh) {
	if ((await text(file)) === wanted) continue;
	if (check) {
		console.error(`${file} is not what the tables say: run npm run docs.`);
		process.exitCode = 1;
	} else {
		await mkdir(new URL('.', new URL(file, root)), { recursive: true });
		await writeFile(new URL(file, root), wanted);
		console.log(`wrote ${file}`);
	}
}

async function text(file) {
	return readFile(new URL(file, root), 'utf8').catch(() => '');
}

function filled(document, parts) {
	return Object.entries(parts).reduce((whole, [name, content]) => fill(whole, name, content), document);
}

/** Replaces what stands between `<!-- name -->` and `<!-- /name -->`. */
function fill(document, name, content) {
	const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
	const [start, end] = [document.indexOf(open), document.indexOf(close)];
	if (start < 0 || end < start) throw new Error(`there is no place for ${name}: ${open} … ${close}`);
	return `${document.slice(0, start + open.length)}\n${content}\n${document.slice(end)}`;
}
