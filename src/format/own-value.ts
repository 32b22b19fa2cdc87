/** The value of a key that comes from outside: `constructor` is a key like any other, and no record has it by itself. */
export const ownValue = <Value>(values: Readonly<Record<string, Value>>, key: string): Value | undefined =>
	Object.hasOwn(values, key) ? values[key] : undefined;
