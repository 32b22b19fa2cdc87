import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What is bundled of others, with its licenses: package by package, as the bundler has read their files. */
export async function thirdParty(root, { inputs }) {
	const folders = new Set(
		Object.keys(inputs).flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
	);
	const packages = await Promise.all([...folders].sort().map((folder) => readPackage(join(root, folder))));
	const distinct = new Map(packages.map((each) => [each.title, each]));
	const parts = [...distinct.values()].map(({ title, text }) => `${title}\n\n${text}\n`);
	return [`jetdeck contains ${parts.length} packages of others, under these licenses.\n`, ...parts].join(
		`\n${'-'.repeat(80)}\n\n`,
	);
}

async function readPackage(folder) {
	const { name, version, license, author } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
	if (typeof license !== 'string') throw new Error(`${name} says nothing of its license`);
	const file = (await readdir(folder)).find((each) => /^licen[sc]e/i.test(each));
	const by = typeof author === 'string' ? author : author?.name;
	const text =
		file === undefined
			? [`License: ${license}`, by].filter(Boolean).join('\n')
			: await readFile(join(folder, file), 'utf8');
	return { title: `${name} ${version} (${license})`, text: text.trim() };
}
