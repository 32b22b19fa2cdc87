/** What a status header in place of a message means. `end`: it is no failure, only all there is. */
export interface StatusRow {
	/** The requests that are answered so. */
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
	{ of: direct, code: 204, end: true, meaning: 'The end of the batch: Nats-Num-Pending says how much is left.' },
	{
		of: direct,
		code: 404,
		meaning:
			'Whoever replied has no such message: it may have expired or been deleted, or nothing has this subject. That may be a mirror with mirror_direct; STREAM.MSG.GET asks the stream itself.',
	},
	{
		of: direct,
		code: 408,
		says: /empty/i,
		meaning:
			'The request is empty: it needs seq, last_by_subj, next_by_subj or start_time, or a subject behind the stream.',
	},
	{
		of: direct,
		code: 408,
		meaning:
			'The server cannot read the request: exactly one of seq, last_by_subj, next_by_subj and start_time stands in it. Batches and multi_last came with 2.11.',
	},
	{
		of: direct,
		code: 413,
		meaning: 'More than 1,024 subjects would answer. Ask for fewer with multi_last, or in parts.',
	},
	{ of: direct, code: 429, meaning: 'The server has too many such requests to answer. Try again in a moment.' },
	{
		of: pull,
		code: 100,
		end: true,
		meaning: 'A sign of life of the server: it still waits for messages.',
	},
	{
		of: pull,
		code: 400,
		meaning:
			'The server refused the pull: it is malformed, its heartbeat is longer than half of expires, or its priority group is missing or wrong.',
	},
	{ of: pull, code: 404, end: true, meaning: 'There are no messages for the consumer now, and no_wait does not wait.' },
	{
		of: pull,
		code: 408,
		end: true,
		meaning: 'The request is over: as many messages as it asked for did not come before it expired.',
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
		meaning: 'As many messages came as max_bytes lets through.',
	},
	{ of: pull, code: 409, says: /deleted/i, meaning: 'The consumer was deleted while the request waited.' },
	{
		of: pull,
		code: 409,
		says: /push/i,
		meaning: 'It is a push consumer: it delivers by itself. Listen to its delivery subject with sub.',
	},
	{
		of: pull,
		code: 409,
		says: /leadership/i,
		meaning: 'Another server leads the consumer now. Send the request again.',
	},
	{
		of: pull,
		code: 409,
		says: /maxwaiting/i,
		meaning: 'As many requests wait as max_waiting of the consumer lets. Try again later, or raise it.',
	},
	{
		of: pull,
		code: 409,
		says: /exceeded/i,
		meaning: 'The request asks for more than the consumer lets: see its max_batch, max_expires and max_bytes.',
	},
	{ of: pull, code: 423, meaning: 'Another client is pinned: send its id with the request, or unpin it first.' },
	{ of: any, code: 412, meaning: 'The server has not the API level that the request requires.' },
	{ of: any, code: 503, meaning: 'Nobody answers there.' },
];

/** Why nobody listens on the subject of a request: the server answers only where there is what it asks of. */
export const silenceRows: readonly (readonly [of: RegExp, meaning: string])[] = [
	[
		direct,
		'The stream does not exist or has not allow_direct (503): check its name, or read with STREAM.MSG.GET, which every stream answers.',
	],
	[pull, 'The consumer does not exist (503): check its name and that of the stream. It may have gone away by itself.'],
];
