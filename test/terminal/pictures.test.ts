import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../support/build.ts';
import { driver } from '../support/driver.ts';
import { layoutOf } from '../support/pictures/layout.ts';
import { type Picture, pictureOf, textOf } from '../support/pictures/picture.ts';
import { type Scene, scenes } from '../support/pictures/scenes.ts';
import { svgOf, textOfSvg } from '../support/pictures/svg.ts';
import { startProgram } from '../support/pty.ts';
import { serverBinary } from '../support/server-binaries.ts';

/** `npm run pictures` writes those that are out of date; with `all` every one. */
const write = process.env.JETDECK_PICTURES;
const folder = join(root, 'docs/pictures');
const fileOf = ({ name }: Scene): string => join(folder, `${name}.svg`);

it('has pictures of the screens as they are', async () => {
	const env = { JETDECK_NATS_SERVER: await serverBinary('newest') };
	const program = startProgram({ args: ['demo'], env, columns: 104, rows: 24 });
	const person = driver(program);
	await person.list().row('ORDERS').shown();
	for (const scene of scenes) {
		const { columns, rows, act, leave } = scene;
		program.resize(columns, rows);
		await act(program, person);
		await program.settled();
		keep(scene, pictureOf(program, columns, rows));
		await leave?.(program, person);
	}
}, 240_000);

function keep(scene: Scene, picture: Picture): void {
	const layout = layoutOf(textOf(picture), scene.rowsFrom);
	const kept = layoutOf(textOfSvg(written(scene)), scene.rowsFrom);
	if (write === undefined)
		expect(kept, `${scene.name}.svg is out of date: npm run pictures draws it again`).toEqual(layout);
	else if (write === 'all' || kept.join('\n') !== layout.join('\n')) {
		mkdirSync(folder, { recursive: true });
		writeFileSync(fileOf(scene), svgOf(picture, scene.title));
		console.log(`wrote docs/pictures/${scene.name}.svg`);
	}
}

function written(scene: Scene): string {
	try {
		return readFileSync(fileOf(scene), 'utf8');
	} catch {
		return '';
	}
}
