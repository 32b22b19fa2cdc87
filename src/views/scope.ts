/** Where a command's keys work, and how the table of keys names it. A place has several scopes. */
export const scopes = {
	everywhere: 'everywhere',
	list: 'lists',
	/** Any text that scrolls. */
	text: 'account, overview, JSON, a message',
	streams: 'streams',
	buckets: 'buckets',
	/** A key-value bucket or an object store. */
	bucket: 'a bucket',
	/** Any pane of one stream. */
	stream: 'a stream',
	/** The panes of a stream that are text: overview and JSON. */
	'stream-text': 'a stream',
	subjects: 'subjects',
	messages: 'messages',
	message: 'a message',
	keys: 'keys',
	/** Any pane of one key. */
	key: 'a key',
	/** Its value. */
	'key-value': 'a key',
	'key-history': 'the history of a key',
	comparison: 'a comparison of buckets',
	'compared-key': 'a key in two buckets',
	objects: 'objects',
	object: 'an object',
	'object-check': 'the check of a bucket',
	fetched: 'fetched messages',
	/** Any list of consumers except `lag`. */
	consumers: 'consumers',
	'consumers-of-stream': 'consumers',
	consumer: 'a consumer',
	lag: 'lag',
	peers: 'servers of streams',
	lineage: 'lineage',
	downgrade: 'downgrade',
	events: 'events',
	event: 'an event',
	servers: 'servers',
	server: 'a server',
	meta: 'meta group',
	connections: 'connections',
	accounts: 'accounts',
	'account-detail': 'an account',
	journal: 'journal',
	'journal-entry': 'journal',
	plan: 'plan of a folder',
	'planned-change': 'a planned change',
	/** A row of a form where letters are text. */
	'form-text': 'text fields of forms',
	/** A row of a form with values to choose from. */
	'form-choice': 'choices of forms',
	'form-review': 'the review of a form',
	/** The line of the console, where letters are text. */
	'console-line': 'the line of the console',
	/** The same while the line is empty. */
	'console-empty': 'the empty line of the console',
	/** Searching the history. */
	'console-search': 'while searching the history',
	'console-replies': 'the replies of the console',
	/** An overlay: nothing below receives keys. */
	filter: 'while filtering',
	find: 'while searching',
	palette: 'in the palette',
	help: 'in the help',
	choice: 'in a choice',
	prompt: 'in a prompt',
	wait: 'while waiting',
	fault: 'in a broken dialog',
	/** A proposal with a yes/no question, running or finished. */
	confirm: 'in a yes/no dialog',
	/** A proposal that asks for a typed name: letters are text. */
	'confirm-typed': 'in a dialog that asks for a name',
} as const;

export type Scope = keyof typeof scopes;
