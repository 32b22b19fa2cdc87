import type { Picture, Run } from './picture.ts';
import { textOf } from './picture.ts';
import { at, cellHeight, cellWidth, isShape, shapeOf } from './shapes.ts';

const padding = 18;
const fontSize = 14;
/** From the top of a cell to the line on which letters stand. */
const baseline = 14;

const ground = '#0d1117';
const ink = '#e6edf3';
/** The sixteen colours of a terminal on a dark ground. */
const colours = [
	'#484f58',
	'#ff7b72',
	'#56d364',
	'#e3b341',
	'#79c0ff',
	'#d2a8ff',
	'#56d4dd',
	'#b1bac4',
	'#6e7681',
	'#ffa198',
	'#7ee787',
	'#f2cc60',
	'#a5d6ff',
	'#e2c5ff',
	'#87e4ea',
	'#ffffff',
] as const;

const style = `text{font:${fontSize}px ui-monospace,SFMono-Regular,"SF Mono",Menlo,"DejaVu Sans Mono",Consolas,"Liberation Mono",monospace;white-space:pre;fill:${ink}}
path{fill:none;stroke:${ink}}path.f{fill:${ink};stroke:none}.b{font-weight:700}.u{text-decoration:underline}${lookOf('d', '#8b949e')}text.i{fill:${ground}}`;

function lookOf(name: string, colour: string): string {
	return `text.${name},path.${name}.f{fill:${colour}}path.${name}:not(.f){stroke:${colour}}`;
}

/** A picture as SVG that every browser draws alike: each run of letters has the width of its cells, whatever the font. */
export function svgOf(picture: Picture, title: string): string {
	const width = at(picture.columns * cellWidth + 2 * padding);
	const height = at(picture.rows.length * cellHeight + 2 * padding);
	const runs = picture.rows.flatMap((row, line) => row.map((run) => ({ run, y: padding + line * cellHeight })));
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
		`<title>${escaped(title)}</title>`,
		`<desc>\n${textOf(picture).map(escaped).join('\n')}\n</desc>`,
		`<style>${style}${usedColours(picture)}</style>`,
		`<rect x=".5" y=".5" width="${at(Number(width) - 1)}" height="${at(Number(height) - 1)}" rx="9" fill="${ground}" stroke="#30363d"/>`,
		...runs.filter(({ run }) => run.inverse).map(({ run, y }) => bar(run, y)),
		...runs.flatMap(({ run, y }) => [...shapes(run, y), ...texts(run, y)]),
		'</svg>\n',
	].join('\n');
}

/** The text of a picture that was written. */
export function textOfSvg(svg: string): readonly string[] {
	const text = /<desc>\n([\s\S]*)\n<\/desc>/.exec(svg)?.[1] ?? '';
	return text.split('\n').map((line) => line.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'));
}

const usedColours = ({ rows }: Picture): string =>
	[...new Set(rows.flat().map(({ colour }) => colour))]
		.filter((colour) => colour >= 0)
		.toSorted((a, b) => a - b)
		.map((colour) => lookOf(`c${colour}`, colours[colour] ?? ink))
		.join('');

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const left = (column: number): number => padding + column * cellWidth;

/** What stands behind letters whose colours are exchanged. */
function bar({ column, width, colour }: Run, y: number): string {
	const fill = colour < 0 ? ink : colours[colour];
	return `<rect x="${at(left(column))}" y="${y}" width="${at(width * cellWidth)}" height="${cellHeight}" fill="${fill}"/>`;
}

function classes({ bold, dim, underline, inverse, colour }: Run, ...more: readonly string[]): string {
	const all = [
		...more,
		...(bold ? ['b'] : []),
		...(dim ? ['d'] : []),
		...(underline ? ['u'] : []),
		...(inverse ? ['i'] : colour >= 0 ? [`c${colour}`] : []),
	];
	return all.length === 0 ? '' : ` class="${all.join(' ')}"`;
}

function shapes(run: Run, y: number): readonly string[] {
	const drawn = Array.from(run.text).flatMap((letter, index) =>
		isShape(letter) ? [shapeOf(letter, left(run.column + index), y)] : [],
	);
	return (['line', 'block'] as const).flatMap((kind) => {
		const d = drawn.flatMap((shape) => (shape.kind === kind ? [shape.d] : [])).join('');
		return d === '' ? [] : [`<path${classes(run, ...(kind === 'block' ? ['f'] : []))} d="${d}"/>`];
	});
}

/** Words, where one space stands between them; what is wider would be of a font's own width in what heeds no `textLength`. */
function texts(run: Run, y: number): readonly string[] {
	const letters = Array.from(run.text, (letter) => (isShape(letter) ? ' ' : letter)).join('');
	return [...letters.matchAll(/\S+(?: \S+)*/gu)].map(({ 0: words, index }) => {
		// One letter of two columns may be of several codes; it stands alone in its run.
		const before = Array.from(letters.slice(0, index)).length;
		const columns = words === run.text ? run.width : Array.from(words).length;
		const length = ` textLength="${at(columns * cellWidth)}"`;
		return `<text${classes(run)} x="${at(left(run.column + before))}" y="${y + baseline}"${length}>${escaped(words)}</text>`;
	});
}
