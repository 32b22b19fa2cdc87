/** Where a command's keys work. A place is in several of them. */
export type Scope =
	| 'everywhere'
	/** Any list. */
	| 'list'
	/** Any view that scrolls text. */
	| 'text'
	| 'streams'
	/** Any pane of one stream. */
	| 'stream'
	/** The panes of a stream that are text: overview and JSON. */
	| 'stream-text'
	| 'subjects'
	/** The messages of a stream. */
	| 'messages'
	/** One message. */
	| 'message'
	/** What was fetched from a consumer. */
	| 'fetched'
	/** Any list of consumers but `lag`. */
	| 'consumers'
	/** The consumers of one stream. */
	| 'consumers-of-stream'
	| 'consumer'
	| 'lag'
	| 'journal'
	| 'journal-entry'
	/** A row of a form where letters are text. */
	| 'form-text'
	/** A row of a form where something is chosen. */
	| 'form-choice'
	| 'form-review'
	/** The line of the console, where letters are text. */
	| 'console-line'
	/** The same while nothing stands in it. */
	| 'console-empty'
	/** Looking for a line of the history. */
	| 'console-search'
	/** What came of the lines of the console. */
	| 'console-replies'
	/** Over the screen: nothing below takes keys then. */
	| 'filter'
	| 'palette'
	| 'help'
	| 'choice'
	| 'prompt'
	| 'wait'
	| 'fault'
	/** A proposal that asks yes or no, or is under way or over. */
	| 'confirm'
	/** A proposal that asks for a name to be typed: letters are text. */
	| 'confirm-typed';
