// Around `npm pack` and `npm publish`: the package that people install is built already, and has neither `prepare` nor what building needs.
import { readFile, rename, writeFile } from 'node:fs/promises';

const file = new URL('../package.json', import.meta.url);
const kept = new URL('../node_modules/.package.json.kept', import.meta.url);

if (process.argv.includes('--restore')) {
	await rename(kept, file);
} else {
	const text = await readFile(file, 'utf8');
	const { scripts, devDependencies: _, allowScripts: __, ...shipped } = JSON.parse(text);
	// Where packing broke off before, this is what it left.
	if (scripts !== undefined) await writeFile(kept, text);
	await writeFile(file, `${JSON.stringify(shipped, null, '\t')}\n`);
}
