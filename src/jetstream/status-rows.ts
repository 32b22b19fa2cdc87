/** What a status header in place of a message means. `end`: the status ends the messages and is no failure. */
export interface StatusRow {
	/** The requests with this reply. */
	readonly of: RegExp;
	readonly code: number;
	/** Where a code has several meanings: in its text. */
	readonly says?: RegExp;
	readonly end?: true;
	/** One or two sentences: the meaning, and what to do about it. */
	readonly meaning: string;
}

const direct = /\.DIRECT\.GET\./;
const pull = /\.CONSUMER\.MSG\.NEXT\./;
const any = /^/;

/** The first row that fits counts. */
export const statusRows: readonly StatusRow[] = [
	{ of: direct, code: 204, end: true, meaning: 'The batch ends here: Nats-Num-Pending is how many messages are left.' },
	{
		of: direct,
		code: 404,
		meaning:
			'There is no such message: it expired, was deleted, or never existed. A mirror with mirror_direct may have replied and be behind; STREAM.MSG.GET asks the stream itself.',
	},
	{
		of: direct,
		code: 408,
		says: /empty/i,
		meaning:
			'The request is empty: it needs seq, last_by_subj, next_by_subj or start_time, or a subject after the stream.',
	},
	{
		of: direct,
		code: 408,
		meaning:
			'The server cannot read the request: it needs exactly one of seq, last_by_subj, next_by_subj and start_time. Batches and multi_last need 2.11.',
	},
	{
		of: direct,
		code: 413,
		meaning: 'More than 1,024 subjects match. Ask for fewer with multi_last, or in parts.',
	},
	{ of: direct, code: 429, meaning: 'The server has too many such requests to answer. Try again in a moment.' },
	{
		of: pull,
		code: 100,
		end: true,
		meaning: 'A heartbeat: the request still waits for messages.',
	},
	{
		of: pull,
		code: 400,
		meaning:
			'The server refused the pull: it is malformed, its heartbeat is longer than half of expires, or its priority group is missing or wrong.',
	},
	{ of: pull, code: 404, end: true, meaning: 'The consumer has no messages now, and no_wait does not wait.' },
	{
		of: pull,
		code: 408,
		end: true,
		meaning: 'The request expired before all the messages that it asked for came.',
	},
	{
		of: pull,
		code: 409,
		says: /size exceeds/i,
		meaning: 'The next message is larger than max_bytes of the request. Ask for more bytes, or leave max_bytes out.',
	},
	{
		of: pull,
		code: 409,
		says: /batch completed/i,
		end: true,
		meaning: 'The messages reached max_bytes of the request.',
	},
	{ of: pull, code: 409, says: /deleted/i, meaning: 'The consumer was deleted while the request waited.' },
	{
		of: pull,
		code: 409,
		says: /push/i,
		meaning: 'It is a push consumer: it delivers to its deliver subject. Subscribe to that with sub.',
	},
	{
		of: pull,
		code: 409,
		says: /leadership/i,
		meaning: 'The consumer has a new leader. Send the request again.',
	},
	{
		of: pull,
		code: 409,
		says: /maxwaiting/i,
		meaning: 'The consumer has max_waiting requests waiting. Try again later, or raise max_waiting.',
	},
	{
		of: pull,
		code: 409,
		says: /exceeded/i,
		meaning: 'The request asks for more than the consumer allows: see its max_batch, max_expires and max_bytes.',
	},
	{ of: pull, code: 423, meaning: 'Another client is pinned: send its id with the request, or unpin it first.' },
	{ of: any, code: 412, meaning: 'The server does not have the API level that the request requires.' },
	{ of: any, code: 503, meaning: 'Nobody listens on this subject.' },
];

/** Why nobody listens on the subject of a request: servers listen only for streams and consumers that exist. */
export const silenceRows: readonly (readonly [of: RegExp, meaning: string])[] = [
	[
		direct,
		'The stream does not exist or does not have allow_direct (503): check its name, or read with STREAM.MSG.GET, which every stream answers.',
	],
	[
		pull,
		'The consumer does not exist (503): check its name and that of the stream. An ephemeral consumer may have expired.',
	],
];
