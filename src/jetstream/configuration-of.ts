interface Marked {
	readonly metadata?: Readonly<Record<string, string>> | null;
}

/**
 * A configuration ready to be sent back or stored: everything as it was read, except the `_nats.*` metadata that servers from
 * 2.11 on add to their replies.
 */
export function configurationOf<Config extends Marked>({ config }: { readonly config: Config }): Config {
	if (config.metadata === undefined || config.metadata === null) return config;
	const own = Object.entries(config.metadata).filter(([key]) => !key.startsWith('_nats.'));
	const { metadata: _, ...rest } = config;
	return own.length === 0 ? (rest as Config) : { ...config, metadata: Object.fromEntries(own) };
}
