/** Options of the command line, as rows for the parser, `--help` and the table of docs/cli.md. */
export interface OptionRow {
	readonly flags: string;
	/** One line. */
	readonly help: string;
	/** Variables that also set it; the flag overrides them. */
	readonly env?: readonly string[];
	readonly fallback?: string;
	/** Its possible values, if there are no others; or what shells complete there. A `<file>` always completes. */
	readonly offers?: readonly string[] | 'context' | 'stream' | 'event-type';
	/** How its value is parsed; by default as text. */
	readonly reads?:
		| { readonly kind: 'count'; readonly most?: number }
		| { readonly kind: 'duration'; readonly least?: number; readonly most?: number };
	/** May be given several times. */
	readonly many?: true;
}

/** How an option is written, `-H` and `--header`, and the name of its value. */
export function partsOf({ flags }: OptionRow): { readonly names: readonly string[]; readonly value?: string } {
	const value = /<(.+)>/.exec(flags)?.[1];
	const names = flags.replace(/ <.*/, '').split(', ');
	return { names, ...(value !== undefined && { value }) };
}

export const connectionOptions: readonly OptionRow[] = [
	{
		flags: '-s, --server <url>',
		help: 'server URL, or several separated by commas',
		env: ['NATS_URL'],
		fallback: 'nats://127.0.0.1:4222',
	},
	{
		flags: '--context <name>',
		help: 'context of the nats CLI, or a path that ends in .json',
		env: ['NATS_CONTEXT'],
		fallback: 'the selected one',
		offers: 'context',
	},
	{ flags: '--no-context', help: 'use no context, not even the selected one' },
	{ flags: '--creds <file>', help: 'credentials file: JWT and seed', env: ['NATS_CREDS'] },
	{ flags: '--nkey <file>', help: 'file with an nkey seed', env: ['NATS_NKEY'] },
	{
		flags: '--user <name>',
		help: 'user name; without --password jetdeck asks for one, or without a terminal sends the name as a token',
		env: ['NATS_USER'],
	},
	{
		flags: '--password <password>',
		help: 'password; - to type it',
		env: ['NATS_PASSWORD'],
	},
	{ flags: '--token <token>', help: 'token; - to type it', env: ['NATS_TOKEN'] },
	{ flags: '--tlscert <file>', help: 'client certificate', env: ['NATS_CERT'] },
	{ flags: '--tlskey <file>', help: 'private key of the client certificate', env: ['NATS_KEY'] },
	{ flags: '--tlsca <file>', help: 'certificate authority to trust', env: ['NATS_CA'] },
	{ flags: '--tlsfirst', help: 'start TLS before the greeting of the server (handshake_first)' },
	{ flags: '--no-tlsfirst', help: 'wait for the greeting, even if the context says handshake_first' },
	{ flags: '--js-domain <domain>', help: 'JetStream domain' },
	{ flags: '--js-api-prefix <prefix>', help: 'subject prefix in place of $JS.API' },
	{ flags: '--js-event-prefix <prefix>', help: 'subject prefix in place of $JS.EVENT' },
	{
		flags: '--dialect <dialect>',
		help: 'current, preview (the technical preview of March 2020), or auto: ask the server',
		fallback: 'auto',
		offers: ['auto', 'current', 'preview'],
	},
	{ flags: '--inbox-prefix <prefix>', help: 'subject prefix of replies', fallback: '_INBOX' },
	{
		flags: '--production <words>',
		help: 'words in the name or description of a context that mark it as production, separated by commas',
		env: ['JETDECK_PRODUCTION'],
		fallback: 'prod,production',
	},
	{
		flags: '--timeout <duration>',
		help: 'how long one request may take',
		env: ['NATS_TIMEOUT'],
		fallback: '5s',
		reads: { kind: 'duration' },
	},
];

/** Options of the nats CLI that jetdeck does not have, by what people type; and what to use. */
export const optionsOfNats: readonly { readonly name: string; readonly use: string }[] = [
	{ name: 'jwt', use: 'set NATS_JWT, or give a credentials file with --creds' },
	{ name: 'seed', use: 'set NATS_SEED, or give a file with --nkey or --creds' },
	{ name: 'domain', use: 'use --js-domain' },
	{ name: 'socks-proxy', use: 'jetdeck does not support SOCKS proxies' },
	{ name: 'connection-name', use: 'the connection is always called jetdeck' },
	{ name: 'colors', use: 'use --no-color, or choose the colours in the terminal' },
	{ name: 'trace', use: 'the dialog of each change shows its request, and :console sends any' },
];

export const deckOptions: readonly OptionRow[] = [
	{
		flags: '--interval <duration>',
		help: 'time between two polls, 500ms to 60s',
		fallback: '2s',
		reads: { kind: 'duration', least: 500, most: 60_000 },
	},
	{
		flags: '--lag-pending <messages>',
		help: 'a consumer lags from this many undelivered messages',
		fallback: '1000',
		reads: { kind: 'count' },
	},
	{
		flags: '--lag-ack-pending <percent>',
		help: 'a consumer is near its limit from this share of max_ack_pending',
		fallback: '80',
		reads: { kind: 'count', most: 100 },
	},
	{
		flags: '--lag-idle <duration>',
		help: 'a consumer is idle after this long without a delivery while messages wait',
		fallback: '1m',
		reads: { kind: 'duration' },
	},
	{
		flags: '--system-context <name>',
		help: 'context of the system account, which sees servers and all accounts; connected beside the own account, also by check cluster',
		offers: 'context',
	},
	{
		flags: '--read-only',
		help: 'block every request that changes something; reading objects and keys still creates short-lived consumers',
	},
	{ flags: '--journal-values', help: 'write values of keys to the journal too, not only their size and digest' },
	{ flags: '--no-color', help: 'no colours', env: ['NO_COLOR'] },
];
