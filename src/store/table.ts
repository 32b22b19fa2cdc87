import type { Table } from './state.ts';

export function emptyTable<K, V>(): Table<K, V> {
	return { entries: new Map() };
}

/** The table after `write`, in a new wrapper: readers see by its identity that something changed. */
export function writeTable<K, V>(table: Table<K, V>, write: (entries: Map<K, V>) => void): Table<K, V> {
	// Only this function writes, and the wrapper before is not read again.
	const entries = table.entries as Map<K, V>;
	write(entries);
	return { entries };
}
