/** A configuration as on the wire. */
export type Config = Readonly<Record<string, unknown>>;
