/**
 * The same function, which keeps its last result for each object as long as somebody holds the object: given again with the same
 * further arguments, it is not made anew. For what is asked for several times a frame.
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
