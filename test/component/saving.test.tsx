import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeFileSafely } from '../../src/terminal/files.ts';
import { keyBytes } from '../../src/terminal/key-name.ts';
import { type Drawing, draw, stillHost } from '../support/draw.tsx';
import { sampleState } from '../support/state.ts';
import { until } from '../support/until.ts';

let folder: string;
let drawing: Drawing | undefined;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'jetdeck-saving-'));
});
afterEach(() => {
	drawing?.end();
	rmSync(folder, { recursive: true, force: true });
});

function show(): Drawing {
	const { host } = stillHost();
	drawing = draw(
		{ ...sampleState(), size: { columns: 100, rows: 30 } },
		{
			host: {
				...host,
				folder,
				save: (path, data, overwrite = false) => writeFileSafely(path, data, { overwrite }),
			},
		},
	);
	return drawing;
}

test('a file that is there is kept, however often enter comes, and replaced by who says so', async () => {
	const { typeFor, type, text } = show();
	await typeFor('w', 'Save the configuration as');
	const name = /> (\S+\.json)/.exec(text())?.[1] ?? '';
	const path = join(folder, name);
	writeFileSync(path, 'mine');

	await typeFor(keyBytes('enter'), 'There is such a file already');
	await typeFor(keyBytes('enter'), 'Save the configuration as');
	await typeFor(keyBytes('enter'), 'There is such a file already');
	expect(readFileSync(path, 'utf8')).toBe('mine');
	await typeFor(keyBytes('esc'), 'w save');
	expect(readFileSync(path, 'utf8')).toBe('mine');

	await typeFor('w', 'Save the configuration as');
	await typeFor(keyBytes('enter'), 'There is such a file already');
	await typeFor(keyBytes('down'), '▸ Replace it');
	type(keyBytes('enter'));
	await until(() => readFileSync(path, 'utf8').startsWith('{'), { what: 'the new file' });
});

test('a file that is not there is saved at once', async () => {
	const { typeFor, shows, text } = show();
	await typeFor('w', 'Save the configuration as');
	const name = /> (\S+\.json)/.exec(text())?.[1] ?? '';
	await typeFor(keyBytes('enter'), 'Saved ');
	await shows(name);
	expect(JSON.parse(readFileSync(join(folder, name), 'utf8'))).toHaveProperty('name');
});
