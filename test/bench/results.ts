import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Cost } from './cost-of.ts';
import { root } from './program.ts';

interface Result {
	readonly what: string;
	readonly measured: string;
	readonly against: string;
	readonly ratio: number;
	/** The ratio, or with a unit the number itself, may not be more. Without one it is told for knowledge. */
	readonly budget?: number;
	readonly unit?: string;
}

const results: Result[] = [];

/** A number that may not be more. */
export function bound(what: string, measured: number, budget: number, unit: string): void {
	results.push({ what, measured: amount(measured, unit), against: '', ratio: measured, budget, unit });
}

export function add(what: string, measured: number, against: number, budget: number | undefined, unit: string): void {
	const told = { what, measured: amount(measured, unit), against: amount(against, unit), ratio: measured / against };
	results.push(budget === undefined ? told : { ...told, budget });
}

export function addMemory(what: string, { memory }: Cost, against: Cost | undefined, budget: number): void {
	const measured = memory / 2 ** 20;
	const other = against === undefined ? '' : amount(against.memory / 2 ** 20, 'MiB');
	results.push({ what, measured: amount(measured, 'MiB'), against: other, ratio: measured, budget, unit: 'MiB' });
}

function amount(value: number, unit: string): string {
	return `${value >= 100 ? Math.round(value) : value.toFixed(2)} ${unit}`.trim();
}

function short(budget: number): string {
	return budget < 0.1 ? `1/${Math.round(1 / budget)}` : String(budget);
}

/** Prints what was measured, and keeps it if it is all of it: a part is no measure. */
export function report({ isWhole }: { readonly isWhole: boolean }): void {
	const rows = results.map(({ what, measured, against, ratio, budget, unit }) => {
		if (budget === undefined) return `| ${what} | ${measured} | ${against} | ${ratio.toFixed(2)} | | |`;
		const [is, may] =
			unit === undefined ? [ratio.toFixed(budget < 0.1 ? 4 : 2), `≤ ${short(budget)}`] : ['', `≤ ${budget} ${unit}`];
		return `| ${what} | ${measured} | ${against} | ${is} | ${may} | ${ratio <= budget ? 'kept' : '**MISSED**'} |`;
	});
	const text = [
		'# Budgets',
		'',
		'Written by `npm run bench`: ratios within one run, against a real nats-server of the newest line on the same machine.',
		'',
		`Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${new Date().toISOString().slice(0, 10)}.`,
		'',
		'| what | measured | against | ratio | budget | |',
		'|---|---|---|---|---|---|',
		...rows,
		'',
	].join('\n');
	console.log(text);
	if (results.some(({ ratio, budget = Number.POSITIVE_INFINITY }) => ratio > budget)) process.exitCode = 1;
	if (!isWhole) return;
	mkdirSync(join(root, 'bench'), { recursive: true });
	writeFileSync(join(root, 'bench', 'RESULTS.md'), text);
}
