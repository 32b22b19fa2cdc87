import type { ErrorRow } from './error-rows.ts';

/** `err_code`s of publishing, and of the features of 2.11 and later that have their own: priority groups, TTLs, counters, batches, schedules. */
export const publishErrors: readonly ErrorRow[] = [
	[[10054], 'The message is larger than max_msg_size of the stream.', 'Send a smaller one, or raise the limit.'],
	[[10097], 'The headers of the message are larger than 64 KiB.', 'Send fewer or shorter headers.'],
	[
		[10060],
		'The message expects another stream than the one that stores its subject.',
		'Check Nats-Expected-Stream and the subject.',
	],
	[
		[10063, 10070, 10071, 10164],
		'The last sequence or message id is not the one that the message expects.',
		'Another publisher was faster: read again, then publish.',
	],
	[
		[10077],
		'The stream did not store the message.',
		'It is full and discards new messages, or the server is out of resources.',
	],
	[
		[10111],
		'The stream does not allow roll-ups, or the Nats-Rollup header is not valid.',
		'Set allow_rollup_hdrs, or publish without the header.',
	],
	[[10159], 'A priority policy needs a priority group.', 'Name one group.'],
	[[10160], 'The consumer has no such priority group.', 'See priority_groups of the consumer.'],
	[
		[10161, 10162],
		'The name of the priority group is not valid.',
		'Use 1 to 16 letters, digits, "-", "_", "/" or "=".',
	],
	[[10178], 'Push consumers have no priority groups.', 'Use a pull consumer.'],
	[
		[10196, 10197],
		'Priority groups and their timeout need a priority policy.',
		'Set priority_policy, or leave them out.',
	],
	[[10165], 'The Nats-TTL header is not valid.', 'Use "never", whole seconds, or a duration of a second or more.'],
	[[10166], 'The stream does not support a TTL per message.', 'Set allow_msg_ttl, or publish without Nats-TTL.'],
	[[10167], 'The server has too many requests for this stream.', 'Try again in a moment.'],
	[
		[10168],
		'The stream is not a counter stream.',
		'A stream takes Nats-Incr only when created with allow_msg_counter.',
	],
	[[10169], 'A counter stream takes only messages with Nats-Incr.', 'Add the header with a whole number.'],
	[[10170], 'A counter increment carries no payload.', 'Send only the header.'],
	[[10171], 'The Nats-Incr header is not a whole number.', 'Use an optional sign and digits.'],
	[[10172], 'The stored counter cannot be read.', 'Look at the last message of the subject.'],
	[[10174], 'The stream does not support atomic batches.', 'Set allow_atomic.'],
	[
		[10175, 10176, 10179, 10200],
		'The atomic batch is not complete or not well-formed.',
		'Number its messages from 1 without gaps under one id of at most 64 characters, and commit the last.',
	],
	[
		[10177, 10201],
		'The atomic batch has a header that is not allowed, or the same message twice.',
		'Correct it and send the whole batch again.',
	],
	[[10199], 'The atomic batch has too many messages.', 'Split it; the default limit is 1,000 messages.'],
	[[10210, 10211], 'Too many batches are open.', 'Finish some, then try again.'],
	[
		[10185],
		'The server does not have the API level that the request requires.',
		'Upgrade the server, or do without the newer feature.',
	],
	[[10188], 'The stream does not support scheduled messages.', 'Set allow_msg_schedules.'],
	[
		[10189, 10223],
		'The schedule or its time zone is not valid.',
		'2.12 knows only "@at" with a time; intervals and cron need 2.14.',
	],
	[
		[10190],
		'The target of the schedule is not valid.',
		'The target must be a subject of this stream, other than that of the schedule.',
	],
	[
		[10191, 10192, 10203, 10212],
		'A header of the schedule is not valid.',
		'Check Nats-Schedule-TTL, -Rollup and -Source.',
	],
	[
		[10204],
		'The consumer cannot be reset to that sequence.',
		'Only consumers with deliver_policy all, by_start_sequence or by_start_time can be reset, and not to before their start.',
	],
	[[10205, 10209], 'The stream does not support fast batches.', 'Set allow_batched; mirrors never support them.'],
	[[10206, 10207, 10208], 'The fast batch is unknown or not well-formed.', 'Start a new one.'],
	[[10224], 'The server refused to rescue the meta group.', 'The error text says why.'],
	[
		[10225],
		'The stream is not the one that the consumer was created for.',
		'Somebody deleted the stream and created it again: read it again.',
	],
];
