/** A decimal number without loss: `digits` / 10^`scale`. */
interface Decimal {
	readonly digits: bigint;
	readonly scale: bigint;
}

/** Grouped by `_` anywhere between digits, or by commas or spaces in threes. */
const written = /^(\d+(?:_\d+)*|\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+)(?:\.(\d+))?$/;

/** Reads `1_000_000`, `1,000`, `1.5`; undefined if it is no unsigned number. */
function readDecimal(text: string): Decimal | undefined {
	const [, whole, fraction = ''] = written.exec(text) ?? [];
	if (whole === undefined) return undefined;
	return { digits: BigInt(whole.replace(/[_, ]/g, '') + fraction), scale: 10n ** BigInt(fraction.length) };
}

/** A number as people write it, times a unit, exactly; undefined if it is no number or the product is not whole. */
export function readTimes(text: string, unit: bigint): bigint | undefined {
	const decimal = readDecimal(text);
	if (decimal === undefined) return undefined;
	const product = decimal.digits * unit;
	return product % decimal.scale === 0n ? product / decimal.scale : undefined;
}
