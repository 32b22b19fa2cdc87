/** How many are kept. */
const most = 4;

/** Keeps the latest few values by number: large values are not made again for each of their rows, and not kept for ever. */
export class Latest<T> {
	readonly #kept = new Map<number, T>();

	get(key: number, make: () => T): T {
		const known = this.#kept.get(key);
		if (known !== undefined) return known;
		const made = make();
		this.#kept.set(key, made);
		const [first] = this.#kept.keys();
		if (this.#kept.size > most && first !== undefined) this.#kept.delete(first);
		return made;
	}
}
