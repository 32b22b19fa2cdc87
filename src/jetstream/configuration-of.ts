interface Marked {
	readonly metadata?: Readonly<Record<string, string>> | null;
}

/**
 * A configuration as it may be sent back or kept: everything as it was read, but for the `_nats.*` metadata that servers from
 * 2.11 on write into their answers themselves.
 */
export function configurationOf<Config extends Marked>({ config }: { readonly config: Config }): Config {
	if (config.metadata === undefined || config.metadata === null) return config;
	const own = Object.entries(config.metadata).filter(([key]) => !key.startsWith('_nats.'));
	const { metadata: _, ...rest } = config;
	return own.length === 0 ? (rest as Config) : { ...config, metadata: Object.fromEntries(own) };
}
