import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { render, Text, useInput } from 'ink';
import type { ReactElement } from 'react';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../src/commands/all.ts';
import { answer } from '../../src/terminal/cut-input.ts';
import { keyBytes, keyName, keyOfWheel } from '../../src/terminal/key-name.ts';
import { splitInput } from '../../src/terminal/keyboard.ts';
import { until } from '../support/until.ts';

/** Keys that no command may have yet, but that people have. */
const others = [
	...['enter', 'esc', 'tab', 'shift+tab', 'space', 'up', 'down', 'left', 'right', 'pageup', 'pagedown', 'home', 'end'],
	...['backspace', 'delete', 'ctrl+a', 'ctrl+c', 'ctrl+d', 'ctrl+z', 'ctrl+space', 'alt+x', 'alt+1'],
	...['ctrl+left', 'ctrl+right', 'alt+left', 'alt+right', 'ctrl+k', 'alt+b', 'alt+f'],
	...['j', 'G', '1', '?', ':', '/', '-', '+', 'é', '日', '📦'],
];
/** The wheel has no bytes of its own: terminals send arrow keys, and a question tells by the burst (wheel.test.ts). */
const names = [...new Set([...commands.flatMap(({ keys }) => keys), ...others])].filter(
	(name) => keyOfWheel(name) === name,
);

/** What other terminals, or other keyboards, send for keys that have a name. */
const alike: readonly (readonly [bytes: string, name: string])[] = [
	['\u001bOA', 'up'],
	['\u001bOB', 'down'],
	['\u001bOH', 'home'],
	['\u001b[1~', 'home'],
	['\u001b[7~', 'home'],
	['\u001bOF', 'end'],
	['\u001b[4~', 'end'],
	['\u001b[8~', 'end'],
];

const source = new PassThrough();
const heard: string[] = [];
let end: () => void = () => {};

function Ear(): ReactElement {
	useInput((input, key) => void heard.push(keyName(input, key)));
	return <Text>listening</Text>;
}

/** The way of a key in the program: the terminal's bytes, our cutting, Ink's parser, our name. */
async function hear(bytes: string): Promise<string | undefined> {
	heard.length = 0;
	source.write(bytes);
	await until(() => heard.length > 0, { what: JSON.stringify(bytes), within: 2000 });
	return heard.join(' then ');
}

beforeAll(async () => {
	const stdin = Object.assign(source, { setRawMode: () => source, ref: () => source, unref: () => source });
	const stdout = Object.assign(new EventEmitter(), { columns: 80, rows: 24, isTTY: true, write: () => true });
	const { unmount } = render(<Ear />, {
		stdin: splitInput(stdin as unknown as NodeJS.ReadStream, { ask: () => void source.write(answer) }),
		stdout: stdout as unknown as NodeJS.WriteStream,
		interactive: true,
		exitOnCtrlC: false,
		patchConsole: false,
	});
	end = unmount;
	await until(() => source.listenerCount('data') > 0, { what: 'Ink to listen' });
});
afterAll(() => end());

describe('a key', () => {
	test.each(names)('%s is what is heard when its bytes come', async (name) => {
		expect(await hear(keyBytes(name))).toBe(name);
	});

	test('that comes 25 ms after escape is a key of its own', async () => {
		heard.length = 0;
		source.write(keyBytes('esc'));
		await new Promise((resolve) => setTimeout(resolve, 25));
		source.write('4');
		await until(() => heard.includes('4') || heard.includes('alt+4'), { what: 'both keys' });
		expect(heard).toEqual(['esc', '4']);
	});

	test.each(alike)('%j is heard as %s', async (bytes, name) => {
		expect(await hear(bytes)).toBe(name);
	});
});
