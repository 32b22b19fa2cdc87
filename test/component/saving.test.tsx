import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeFileSafely } from '../../src/terminal/files.ts';
import type { Dialog } from '../support/dialog.ts';
import { type Drawing, draw, stillHost } from '../support/draw.tsx';
import { type Driver, driver } from '../support/driver.ts';
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

/** The prompt for a file name, and the path that it suggests. */
async function asked(person: Driver): Promise<{ readonly prompt: Dialog; readonly path: string }> {
	person.run('take.save');
	const prompt = person.dialog().title('Save the configuration as');
	const [, name = ''] = /> (\S+\.json)/.exec(await prompt.text()) ?? [];
	return { prompt, path: join(folder, name) };
}

test('a file that is there is kept, however often enter comes, and replaced by who says so', async () => {
	const person = driver(show());
	const { prompt, path } = await asked(person);
	writeFileSync(path, 'mine');
	const there = 'The file already exists';

	await prompt.enter();
	// The choice that comes first keeps it.
	await person.dialog().title(there).take('');
	await person.dialog().title('Save the configuration as').enter();
	expect(readFileSync(path, 'utf8')).toBe('mine');
	await person.dialog().title(there).leave();
	expect(readFileSync(path, 'utf8')).toBe('mine');

	await (await asked(person)).prompt.enter();
	await person.dialog().title(there).take('Replace it');
	await until(() => readFileSync(path, 'utf8').startsWith('{'), { what: 'the new file' });
});

test('a file that is not there is saved at once', async () => {
	const drawing = show();
	const { prompt, path } = await asked(driver(drawing));
	await prompt.enter();
	await drawing.shows('Saved ');
	await drawing.shows(basename(path));
	expect(JSON.parse(readFileSync(path, 'utf8'))).toHaveProperty('name');
});
