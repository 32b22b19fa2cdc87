import { exportFormatNames } from '../jetstream/export/format-names.ts';
import type { OptionRow } from './options.ts';

const noJournal: OptionRow = {
	flags: '--no-journal',
	help: 'write no journal; without it nothing is sent if the journal is not writable',
};

export const requestOptions: readonly OptionRow[] = [
	{ flags: '-H, --header <header>', help: "add a header, 'Key: value'; can be repeated", many: true },
	{
		flags: '--replies <number>',
		help: 'how many replies to wait for, or all: until no more come',
		fallback: '1',
	},
	{ flags: '--raw', help: 'send the payload unchecked, and requests of the technical preview untranslated' },
	{ flags: '--yes', help: 'send a request that changes something; without it jetdeck only shows what it would do' },
	noJournal,
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
	noJournal,
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
	noJournal,
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
	noJournal,
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
	noJournal,
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
