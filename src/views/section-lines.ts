import { bar, sparkline } from '../format/bar.ts';
import { percent } from '../format/integer.ts';
import type { Line, Span } from '../format/line.ts';
import { sanitise } from '../format/sanitise.ts';
import { pad, width, wrapText } from '../format/width.ts';
import type { Fact, Section } from './line.ts';
import { cutLine, lineWidth, padLine } from './spans.ts';
import { isTooWide, tableLines } from './table-lines.ts';

/** At this width or more sections are in two columns. */
const WIDE = 120;
const MARGIN = 2;
const BETWEEN = 3;
const LONGEST_LABEL = 24;
const BAR = 12;
const LONGEST_TREND = 40;
/** A bar warns from this share on. */
const NEARLY_FULL = 0.9;

/** Sections as lines of at most `columns`: labels aligned, long values wrapped, two columns of sections if there is room. */
export function sectionLines(sections: readonly Section[], columns: number): readonly Line[] {
	const room = Math.max(1, columns - MARGIN);
	const lines = columns < WIDE ? stacked(sections, room) : spread(sections, room);
	return lines.map((line) => cutLine(line.length === 0 ? line : [blank(MARGIN), ...line], columns));
}

/** Columns of a text in a section before it is cut. */
export function textColumns(columns: number): number {
	const room = Math.max(1, columns - MARGIN);
	return columns < WIDE ? room : half(room);
}

function half(room: number): number {
	return Math.floor((room - BETWEEN) / 2);
}

function stacked(sections: readonly Section[], columns: number): readonly Line[] {
	const label = labelWidth(sections, columns);
	return sections.flatMap((section, at) => [...(at === 0 ? [] : [[]]), ...sectionBlock(section, columns, label)]);
}

/** Two columns, but for tables whose titles would be cut there: each takes the whole width. */
function spread(sections: readonly Section[], columns: number): readonly Line[] {
	const groups: Section[][] = [];
	let isNext = true;
	for (const section of sections) {
		const isWide = section.kind === 'table' && isTooWide(section, half(columns));
		if (isWide || isNext) groups.push([section]);
		else groups.at(-1)?.push(section);
		isNext = isWide;
	}
	return groups.flatMap((group, at) => {
		const [first] = group;
		const isWide = group.length === 1 && first?.kind === 'table';
		return [...(at === 0 ? [] : [[]]), ...(isWide ? stacked(group, columns) : sideBySide(group, columns))];
	});
}

/** In order, first down the left column and then the right one, split where both are about as long. */
function sideBySide(sections: readonly Section[], columns: number): readonly Line[] {
	const side = half(columns);
	if (sections.length === 1) return stacked(sections, side);
	const heights = sections.map((section) => stacked([section], side).length + 1);
	const total = heights.reduce((sum, height) => sum + height, 0);
	const cut = firstOfRight(heights, total);
	const left = stacked(sections.slice(0, cut), side);
	const right = stacked(sections.slice(cut), side);
	return Array.from({ length: Math.max(left.length, right.length) }, (_, at) => {
		const one = left[at] ?? [];
		const other = right[at] ?? [];
		return other.length === 0 ? one : [...padLine(one, side), blank(BETWEEN), ...other];
	});
}

/** The split that makes the taller column as short as possible. */
function firstOfRight(heights: readonly number[], total: number): number {
	let best = heights.length;
	let tallest = total;
	let above = 0;
	for (const [at, height] of heights.entries()) {
		above += height;
		const taller = Math.max(above, total - above);
		if (taller < tallest) {
			tallest = taller;
			best = at + 1;
		}
	}
	return best;
}

function sectionBlock(section: Section, columns: number, label: number): readonly Line[] {
	const title: Line = [{ text: sanitise(section.title), tone: 'accent' }];
	const head = section.title === '' ? [] : [title];
	switch (section.kind) {
		case 'facts':
			return [...head, ...section.facts.flatMap((fact) => factLines(fact, columns, label))].map((line) =>
				cutLine(line, columns),
			);
		case 'table':
			return [...head, ...tableLines(section, columns)].map((line) => cutLine(line, columns));
		case 'text':
			return [...head, ...section.lines].map((line) => cutLine(line, columns));
		default:
			return section satisfies never;
	}
}

function labelWidth(sections: readonly Section[], columns: number): number {
	const labels = sections.flatMap((section) => (section.kind === 'facts' ? section.facts : []));
	const longest = Math.max(0, ...labels.map(({ label }) => width(sanitise(label))));
	return Math.min(longest, LONGEST_LABEL, Math.floor(columns / 2));
}

function factLines(fact: Fact, columns: number, label: number): readonly Line[] {
	const room = Math.max(1, columns - label - 2);
	const parts = wrapText(sanitise(fact.value), room);
	const tone = fact.tone ?? 'plain';
	const lines = parts.map((text, at): Line => {
		const named: Span = at === 0 ? { text: pad(sanitise(fact.label), label), tone: 'dim' } : blank(label);
		return [named, blank(2), { text, tone }];
	});
	const last = lines.at(-1) ?? [];
	const extra = behindValue(fact, columns - lineWidth(last) - 2);
	return extra === undefined ? lines : [...lines.slice(0, -1), [...last, blank(2), extra]];
}

/** What fits after the value: a bar with its share, a sparkline, or the help. */
function behindValue({ share, shareTone, trend, help }: Fact, room: number): Span | undefined {
	if (share !== undefined) {
		const said = percent(share);
		const columns = Math.min(BAR, room - said.length - 1);
		if (columns >= 4)
			return {
				text: `${bar(share, columns)} ${said}`,
				tone: shareTone ?? (share >= 1 ? 'bad' : share >= NEARLY_FULL ? 'warn' : 'accent'),
			};
		return room >= said.length ? { text: said, tone: 'dim' } : undefined;
	}
	if (trend !== undefined && room >= 4)
		return { text: sparkline(trend, Math.min(room, LONGEST_TREND)), tone: 'accent' };
	const text = help === undefined ? '' : sanitise(help);
	return text !== '' && width(text) <= room ? { text, tone: 'dim' } : undefined;
}

function blank(columns: number): Span {
	return { text: ' '.repeat(columns), tone: 'plain' };
}
