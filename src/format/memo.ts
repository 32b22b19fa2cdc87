/**
 * The same function, but it caches the last result for each object while that exists: the same further arguments return the same
 * result. For values that a frame reads several times.
 */
export function memo<Key extends object, Rest extends readonly unknown[], Result>(
	make: (key: Key, ...rest: Rest) => Result,
): (key: Key, ...rest: Rest) => Result {
	const kept = new WeakMap<Key, { readonly rest: Rest; readonly result: Result }>();
	return (key, ...rest) => {
		const known = kept.get(key);
		if (known?.rest.length === rest.length && known.rest.every((each, at) => each === rest[at])) return known.result;
		const result = make(key, ...rest);
		kept.set(key, { rest, result });
		return result;
	};
}
