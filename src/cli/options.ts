import { exportFormatNames } from '../jetstream/export/format-names.ts';

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
	{ flags: '--read-only', help: 'block every request that changes something' },
	{ flags: '--journal-values', help: 'write values of keys to the journal too, not only their size and digest' },
	{ flags: '--no-color', help: 'no colours', env: ['NO_COLOR'] },
];

export const requestOptions: readonly OptionRow[] = [
	{ flags: '-H, --header <header>', help: "add a header, 'Key: value'; can be repeated", many: true },
	{
		flags: '--replies <number>',
		help: 'how many replies to wait for, or all: until no more come',
		fallback: '1',
	},
	{ flags: '--raw', help: 'send the payload unchecked, and requests of the technical preview untranslated' },
	{ flags: '--yes', help: 'send a request that changes something; without it jetdeck only shows what it would do' },
	{
		flags: '--no-journal',
		help: 'write no journal; without it nothing is sent if the journal is not writable',
	},
	{ flags: '--as-preview', help: 'print the reply in the form of the technical preview of 2020' },
];

/** For `plan` and `apply`. */
export const planOptions: readonly OptionRow[] = [
	{ flags: '--merge', help: 'keep fields that a file does not name; without it they return to their default' },
	{ flags: '--prune', help: 'delete streams and durable consumers that the files do not have' },
	{
		flags: '--prune-also <stream>',
		help: 'delete this bucket or managed stream too, or STREAM > CONSUMER; can be repeated',
		offers: 'stream',
		many: true,
	},
	{ flags: '--json', help: 'print the plan as JSON' },
];

export const applyOptions: readonly OptionRow[] = [
	{ flags: '--yes', help: 'apply without asking; required without a terminal' },
	{ flags: '--allow-loss', help: 'with --yes: allow changes that lose messages' },
	{
		flags: '--delete <count>',
		help: 'with --yes: the exact number of streams and consumers that --prune deletes',
		reads: { kind: 'count' },
	},
	{ flags: '--no-journal', help: 'write no journal; without it nothing is sent if the journal is not writable' },
];

export const exportOptions: readonly OptionRow[] = [
	{
		flags: '--format <format>',
		help: 'json, yaml, terraform, nack: a file for each stream and consumer; nats: a script of nats lines',
		fallback: 'json',
		offers: exportFormatNames,
	},
	{
		flags: '--stream <pattern>',
		help: 'only streams of this name, in which * stands for anything; can be repeated',
		offers: 'stream',
		many: true,
	},
	{ flags: '--force', help: 'overwrite files that an earlier export did not write, or that changed since' },
];

export const backupOptions: readonly OptionRow[] = [
	{ flags: '--all', help: 'every stream of the account, each to a folder of its name' },
	{ flags: '--no-consumers', help: 'leave the consumers and their positions out' },
	{ flags: '--check', help: 'have the server read every message first (nats-server before 2.15)' },
	{ flags: '--no-journal', help: 'do not write the backup to the journal' },
];

export const restoreOptions: readonly OptionRow[] = [
	{ flags: '--name <stream>', help: 'restore under another name (backups of nats-server 2.15 and later)' },
	{ flags: '--replicas <count>', help: 'how many replicas the stream gets', reads: { kind: 'count', most: 5 } },
	{ flags: '--storage <storage>', help: 'where the stream stores its messages', offers: ['file', 'memory'] },
	{ flags: '--subject <subject>', help: 'subjects in place of those of the backup; can be repeated', many: true },
	{ flags: '--cluster <cluster>', help: 'place the stream in this cluster' },
	{ flags: '--tag <tag>', help: 'place the stream on servers with this tag; can be repeated', many: true },
	{ flags: '--yes', help: 'restore without asking; required without a terminal' },
	{ flags: '--no-journal', help: 'write no journal; without it nothing is sent if the journal is not writable' },
];

export const objectOptions: readonly OptionRow[] = [
	{ flags: '--name <name>', help: 'put: the name of the object; by default the path of the file' },
	{ flags: '--description <text>', help: 'put, describe: what it is' },
	{
		flags: '-H, --header <header>',
		help: "put, describe: a header, 'Key: value', or '' for none; can be repeated",
		many: true,
	},
	{
		flags: '--metadata <pair>',
		help: "put, describe: metadata, key=value, or '' for none; can be repeated",
		many: true,
	},
	{
		flags: '--chunk-size <bytes>',
		help: 'put: most bytes of a chunk',
		fallback: '131072',
		reads: { kind: 'count' },
	},
	{ flags: '--force', help: 'get: overwrite the file' },
	{ flags: '--deleted', help: 'ls: deleted objects too' },
	{ flags: '--remove', help: 'check: remove chunks without an object, the last one 10 minutes old or more' },
	{ flags: '--json', help: 'print JSON' },
	{ flags: '--yes', help: 'del, check --remove: do not ask; required without a terminal' },
	{ flags: '--no-journal', help: 'write no journal; without it nothing is sent if the journal is not writable' },
];

export const kvOptions: readonly OptionRow[] = [
	{
		flags: '--revision <revision>',
		help: 'update, del: only if it is the last one of the key; get, revert: of this revision',
	},
	{
		flags: '--ttl <duration>',
		help: 'put, create, update, purge: how long the value or the marker lasts (2.11), or never',
	},
	{ flags: '-H, --header <header>', help: "put, create, update: a header, 'Key: value'; can be repeated", many: true },
	{ flags: '--deleted', help: 'ls, export: deleted keys too' },
	{ flags: '--new', help: 'watch: only changes from now on' },
	{ flags: '--absent', help: 'import: only keys that the bucket does not have' },
	{ flags: '--json', help: 'print JSON, a line for each key or revision' },
	{ flags: '--yes', help: 'del, purge, compact, import over other values: do not ask; required without a terminal' },
	{ flags: '--no-journal', help: 'write no journal; without it nothing is sent if the journal is not writable' },
];

/** The filter `type:` of the list takes the same names. */
export const eventsOptions: readonly OptionRow[] = [
	{ flags: '--json', help: 'print each event as one line of JSON: time, subject, event' },
	{ flags: '--stream <stream>', help: 'only events of this stream and its consumers', offers: 'stream' },
	{
		flags: '--type <type>',
		help: 'only events of this type, such as max_deliver; can be repeated',
		offers: 'event-type',
		many: true,
	},
];

export const checkOptions: readonly OptionRow[] = [
	{ flags: '--json', help: 'print the findings and figures as JSON' },
	{
		flags: '--within <duration>',
		help: 'end after this long; what was not read by then is unknown',
		fallback: '30s',
		reads: { kind: 'duration', least: 100, most: 600_000 },
	},
];

export const reportOptions: readonly OptionRow[] = [
	{ flags: '--json', help: 'print the replies of the server as JSON' },
];
