// What the bundle changes in libraries. Each row replaces a piece of their source by another; where a new version of a library
// no longer has the piece, the build fails, so that none is lost unseen.
import { readFile } from 'node:fs/promises';
import { lateRequires } from './late-requires.mjs';

/** @typedef {{ file: string, why: string, from: string | RegExp, to: string }} Patch */

/**
 * Ink has characters of two columns at most. What is drawn together may take more, as terminals count it (ខ្មែរ), and what a dialog
 * covers of it left the row a column too long or too short.
 * @type {readonly Patch[]}
 */
export const columnPatches = [
	{
		file: 'ink/build/output.js',
		why: 'Where something begins to be drawn within a wide character, all cells of it before that are blank.',
		from: /if \(currentLine\[offsetX\]\?\.value === '' &&[\s\S]*?blankCell\(currentLine\[offsetX - 1\]\);\n\s*\}/,
		to: `if (currentLine[offsetX]?.value === '') {
                let lead = offsetX;
                while (lead > 0 && currentLine[lead].value === '') lead -= 1;
                for (let at = lead; at < offsetX; at += 1) currentLine[at] = blankCell(currentLine[at]);
            }`,
	},
	{
		file: 'ink/build/output.js',
		why: 'Where it ends within one, all cells of it behind that are blank.',
		from: /if \(currentLine\[offsetX\]\?\.value === ''\) \{\n\s*currentLine\[offsetX\] = blankCell\(currentLine\[offsetX\]\);\n\s*\}/,
		to: `for (let at = offsetX; currentLine[at]?.value === ''; at += 1) currentLine[at] = blankCell(currentLine[at]);`,
	},
	{
		file: 'ink/build/output.js',
		why: 'Of one that is cut, each column that is seen is blank.',
		from: 'result.push(blankCell(character));',
		to: `for (let at = Math.max(start, from); at < Math.min(column, to); at += 1) result.push(blankCell(character));`,
	},
];

/**
 * For speed alone: libraries answer as before.
 * @type {readonly Patch[]}
 */
const speedPatches = [
	{
		file: 'ink/build/output.js',
		why: 'How a line is cut into cells was forgotten after each frame, which cost three quarters of every frame.',
		from: 'caches = new OutputCaches();',
		to: 'caches = OutputCaches.kept();',
	},
	{
		file: 'ink/build/output.js',
		why: 'A few screens full of lines are kept.',
		from: 'class OutputCaches {',
		to: `class OutputCaches {
    static last;
    static kept() {
        const { last } = OutputCaches;
        const isFull = last === undefined || last.styledChars.size > 512 || last.widths.size > 4096 || last.blockWidths.size > 512;
        if (isFull) OutputCaches.last = new OutputCaches();
        return OutputCaches.last;
    }`,
	},
	{
		file: 'ink/build/output.js',
		why: 'A regular expression was made for each character of each new line; nearly all are of ASCII, and none of these is ignorable.',
		from: '!/^\\p{Default_Ignorable_Code_Point}+$/u.test(character.value)',
		to: "character.value < '\\x7f' || !ignorable.test(character.value)",
	},
	{
		file: 'ink/build/output.js',
		why: 'It is made once.',
		from: 'class OutputCaches {',
		to: 'const ignorable = /^\\p{Default_Ignorable_Code_Point}+$/u;\nclass OutputCaches {',
	},
	{
		file: 'ink/build/output.js',
		why: 'Each cell of each frame began as a blank of its own, which was then replaced as a whole.',
		from: /row\.push\(\{\s*type: 'char',\s*value: ' ',\s*fullWidth: false,\s*styles: \[\],\s*\}\);/,
		to: 'row.push(blank);',
	},
	{
		file: 'ink/build/output.js',
		why: 'One blank does for all.',
		from: 'class OutputCaches {',
		to: "const blank = { type: 'char', value: ' ', fullWidth: false, styles: [] };\nclass OutputCaches {",
	},
	{
		file: '@alcalzone/ansi-tokenize/build/styledChars.js',
		why: 'Nobody changes the styles of a character: those of one run are one array, which is soon compared.',
		from: 'styles: [...codes],',
		to: 'styles: codes,',
	},
	{
		file: '@alcalzone/ansi-tokenize/build/diff.js',
		why: 'Most text begins or ends without any style, which needs no three sets to tell.',
		from: 'export function diffAnsiCodes(from, to) {',
		to: `export function diffAnsiCodes(from, to) {
    if (from.length === 0) return to;
    if (to.length === 0) return undoAnsiCodes(from);`,
	},
	{
		file: 'ink/build/components/Text.js',
		why: 'A background that is the one around need not be provided again: a third fewer components to draw.',
		from: 'return (React.createElement(BackgroundContext, { value: effectiveBackgroundColor },',
		to: `const within = (text) => effectiveBackgroundColor === inheritedBackgroundColor ? text : React.createElement(BackgroundContext, { value: effectiveBackgroundColor }, text);
    return (within(`,
	},
	{
		file: 'ink/build/squash-text-nodes.js',
		why: 'Each text was read letter by letter when measured and again when drawn, in every frame.',
		from: "text = sanitizeAnsi(text.replaceAll('\\r\\n', '\\n'));",
		to: `if (sanitised.size > 2048) sanitised.clear();
    const before = text;
    text = sanitised.get(before) ?? sanitizeAnsi(before.replaceAll('\\r\\n', '\\n'));
    sanitised.set(before, text);`,
	},
	{
		file: 'ink/build/squash-text-nodes.js',
		why: 'The texts of a few screens are kept.',
		from: 'const squashTextNodes = ',
		to: 'const sanitised = new Map();\nconst squashTextNodes = ',
	},
	{
		file: 'yoga-layout/dist/binaries/yoga-wasm-base64-esm.js',
		why: 'fetch() of a data: URL loads an HTTP client, TLS and web streams: a fifth of the start.',
		from: '||"function"!=typeof fetch?',
		to: '||true?',
	},
	{
		file: 'nats/lib/src/node_transport.js',
		why: 'Most connections have no TLS, and ours begin it themselves, see src/nats/transport.ts.',
		from: 'const tls_1 = require("tls");',
		to: 'const tls_1 = { get connect() { return require("tls").connect; } };',
	},
	{
		file: 'nats/lib/src/node_transport.js',
		why: 'Names of hosts are resolved by Node, unless a server tells its addresses by their names.',
		from: 'const dns = require("dns");',
		to: 'const dns = { resolve4: (...all) => require("dns").resolve4(...all), resolve6: (...all) => require("dns").resolve6(...all) };',
	},
	{
		file: 'nats/lib/src/node_transport.js',
		why: 'Told without loading TLS: only its sockets have it, and there it is always true.',
		from: 'this.socket instanceof tls_1.TLSSocket',
		to: 'this.socket.encrypted === true',
	},
	{
		file: 'nats/lib/nats-base-client/nuid.js',
		why: 'As random, from where the web crypto of Node has it, which takes 7 ms to load.',
		from: 'function fillRandom(a) {',
		to: `function fillRandom(a) {
    const fs = require('fs');
    try {
        const source = fs.openSync('/dev/urandom');
        const got = fs.readSync(source, a);
        fs.closeSync(source);
        if (got === a.length) return;
    }
    catch {}`,
	},
	{
		file: 'tweetnacl/nacl-fast.js',
		why: 'Random bytes are for making keys, which is never done here; node:crypto takes 7 ms to load.',
		from: "crypto = require('crypto');",
		to: "crypto = { randomBytes: (n) => require('crypto').randomBytes(n) };",
	},
];

/**
 * @param {readonly Patch[]} patches
 * @returns {import('esbuild').Plugin}
 */
export function libraryPatches(patches = [...columnPatches, ...speedPatches]) {
	return {
		name: 'library-patches',
		setup(bundler) {
			bundler.onLoad(
				{
					filter:
						/node_modules[\\/](ink|yoga-layout|@alcalzone[\\/]ansi-tokenize|nats|nkeys\.js|tweetnacl)[\\/].*\.js$/,
				},
				async ({ path }) => {
					const source = await readFile(path, 'utf8');
					const file = path.replaceAll('\\', '/');
					const changed = patches
						.filter((patch) => file.endsWith(`node_modules/${patch.file}`))
						.reduce(patched, source);
					return { contents: /node_modules\/(nats|nkeys\.js)\//.test(file) ? lateRequires(changed) : changed };
				},
			);
		},
	};
}

function patched(source, { file, from, to }) {
	const changed = source.replace(from, to);
	if (changed === source) throw new Error(`${file} no longer has ${from}`);
	return changed;
}
