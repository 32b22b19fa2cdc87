/** A configuration as it goes over the wire. */
export type Config = Readonly<Record<string, unknown>>;
