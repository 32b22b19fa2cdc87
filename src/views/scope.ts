/** Where a command's keys work, and how the table of keys calls it. A place is in several of them. */
export const scopes = {
	everywhere: 'everywhere',
	/** Any list. */
	list: 'lists',
	/** Any view that scrolls text. */
	text: 'account, overview, JSON, a message',
	streams: 'streams',
	/** Any pane of one stream. */
	stream: 'a stream',
	/** The panes of a stream that are text: overview and JSON. */
	'stream-text': 'a stream',
	subjects: 'subjects',
	/** The messages of a stream. */
	messages: 'messages',
	message: 'a message',
	/** What was fetched from a consumer. */
	fetched: 'fetched messages',
	/** Any list of consumers but `lag`. */
	consumers: 'consumers',
	'consumers-of-stream': 'consumers',
	consumer: 'a consumer',
	lag: 'lag',
	events: 'events',
	event: 'an event',
	journal: 'journal',
	'journal-entry': 'journal',
	plan: 'plan of a folder',
	'planned-change': 'a planned change',
	/** A row of a form where letters are text. */
	'form-text': 'forms',
	/** A row of a form where something is chosen. */
	'form-choice': 'forms, in a choice',
	'form-review': 'the review of a form',
	/** The line of the console, where letters are text. */
	'console-line': 'the line of the console',
	/** The same while nothing stands in it. */
	'console-empty': 'the empty line of the console',
	/** Looking for a line of the history. */
	'console-search': 'while searching the history',
	/** What came of the lines of the console. */
	'console-replies': 'the replies of the console',
	/** Over the screen: nothing below takes keys then. */
	filter: 'while filtering',
	find: 'while searching',
	palette: 'in the palette',
	help: 'in the help',
	choice: 'in a choice',
	prompt: 'in a prompt',
	wait: 'while waiting',
	fault: 'in a broken dialog',
	/** A proposal that asks yes or no, or is under way or over. */
	confirm: 'in a yes/no dialog',
	/** A proposal that asks for a name to be typed: letters are text. */
	'confirm-typed': 'in a dialog that asks for a name',
} as const;

export type Scope = keyof typeof scopes;
