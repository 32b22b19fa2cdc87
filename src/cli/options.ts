/** Options of the command line, as rows: the parser, `--help` and the table of docs/cli.md are made from them. */
export interface OptionRow {
	readonly flags: string;
	/** One line. */
	readonly help: string;
	/** Variables that set it too; the flag wins. */
	readonly env?: readonly string[];
	readonly fallback?: string;
	/** What its value may be, where nothing else is taken; or what the shells complete there. A `<file>` is completed anyhow. */
	readonly offers?: readonly string[] | 'context' | 'stream';
	/** May be given several times. */
	readonly many?: true;
}

/** How an option is written: `-H` and `--header`; and what its value is called. */
export function partsOf({ flags }: OptionRow): { readonly names: readonly string[]; readonly value?: string } {
	const value = /<(.+)>/.exec(flags)?.[1];
	const names = flags.replace(/ <.*/, '').split(', ');
	return { names, ...(value !== undefined && { value }) };
}

export const connectionOptions: readonly OptionRow[] = [
	{
		flags: '--server <url>',
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
	{ flags: '--creds <file>', help: 'credentials file: JWT and seed', env: ['NATS_CREDS'] },
	{ flags: '--nkey <file>', help: 'file with an nkey seed', env: ['NATS_NKEY'] },
	{
		flags: '--user <name>',
		help: 'user name; without a password one is asked for, or without a terminal the name is a token',
		env: ['NATS_USER'],
	},
	{
		flags: '--password <password>',
		help: 'password; - asks for it',
		env: ['NATS_PASSWORD'],
	},
	{ flags: '--token <token>', help: 'token; - asks for it', env: ['NATS_TOKEN'] },
	{ flags: '--tlscert <file>', help: 'certificate to show to the server', env: ['NATS_CERT'] },
	{ flags: '--tlskey <file>', help: 'its private key', env: ['NATS_KEY'] },
	{ flags: '--tlsca <file>', help: 'certificate authority to trust', env: ['NATS_CA'] },
	{ flags: '--tlsfirst', help: 'TLS handshake before the server speaks' },
	{ flags: '--js-domain <domain>', help: 'JetStream domain' },
	{ flags: '--js-api-prefix <prefix>', help: 'subject prefix in place of $JS.API' },
	{
		flags: '--dialect <dialect>',
		help: 'current, preview (the technical preview of March 2020), or auto: ask the server',
		fallback: 'auto',
		offers: ['auto', 'current', 'preview'],
	},
	{ flags: '--inbox-prefix <prefix>', help: 'subject prefix of replies', fallback: '_INBOX' },
	{
		flags: '--production <words>',
		help: 'words in the name or description of a context that say it is production, separated by commas',
		env: ['JETDECK_PRODUCTION'],
		fallback: 'prod,production',
	},
	{ flags: '--timeout <duration>', help: 'how long one request may take', env: ['NATS_TIMEOUT'], fallback: '5s' },
];

export const deckOptions: readonly OptionRow[] = [
	{ flags: '--interval <duration>', help: 'time between two polls, 500ms to 60s', fallback: '2s' },
	{
		flags: '--lag-pending <messages>',
		help: 'a consumer is behind from so many undelivered messages',
		fallback: '1000',
	},
	{
		flags: '--lag-ack-pending <percent>',
		help: 'and near its limit from this share of max_ack_pending',
		fallback: '80',
	},
	{
		flags: '--lag-idle <duration>',
		help: 'and idle when it was given nothing for so long while messages wait',
		fallback: '1m',
	},
	{ flags: '--read-only', help: 'refuse every request that changes anything' },
	{ flags: '--no-color', help: 'no colours', env: ['NO_COLOR'] },
];

export const requestOptions: readonly OptionRow[] = [
	{ flags: '-H, --header <header>', help: "a header, 'Key: value'; may be given several times", many: true },
	{
		flags: '--replies <number>',
		help: 'how many replies to wait for, or all: until none comes any more',
		fallback: '1',
	},
	{ flags: '--raw', help: 'send the payload unchecked, and what was typed in the words of the preview as it is' },
	{ flags: '--yes', help: 'send what changes something; without it only what it would do is told' },
	{
		flags: '--no-journal',
		help: 'keep nothing of what --yes sends in the journal; without it nothing is sent that cannot be kept',
	},
	{ flags: '--as-preview', help: 'print the reply as the technical preview of 2020 would have answered' },
];

/** Of `plan` and of `apply`. */
export const planOptions: readonly OptionRow[] = [
	{ flags: '--merge', help: 'leave fields that a file does not name as they are; without it they become the default' },
	{ flags: '--prune', help: 'delete streams, and their durable consumers, that the files do not have' },
	{
		flags: '--prune-also <stream>',
		help: 'delete this bucket or managed stream too, or STREAM > CONSUMER; may be given several times',
		offers: 'stream',
		many: true,
	},
	{ flags: '--json', help: 'the plan as JSON' },
];

export const applyOptions: readonly OptionRow[] = [
	{ flags: '--yes', help: 'apply without asking; without a terminal nothing is sent unless it is given' },
	{ flags: '--allow-loss', help: 'with --yes: changes that lose messages too' },
	{ flags: '--delete <count>', help: 'with --yes: how many streams and consumers --prune deletes, exactly' },
	{ flags: '--no-journal', help: 'keep nothing in the journal; without it nothing is sent that cannot be kept' },
];

export const reportOptions: readonly OptionRow[] = [{ flags: '--json', help: 'what the server sent, as JSON' }];
