/** The codes of one error, what they mean, and what to do. */
export type ErrorRow = readonly [codes: readonly number[], meaning: string, advice: string];

/**
 * `err_code`s of managing streams and consumers. A code keeps its number for ever; those from 10134 on came with 2.10,
 * from 10154 with 2.11, from 10168 with 2.12, from 10203 with 2.14, from 10224 with 2.15.
 */
export const manageErrors: readonly ErrorRow[] = [
	[
		[10002, 10023, 10028, 10047],
		'The account or the server is out of JetStream memory or storage.',
		'Free some, raise the limits, or use the other storage.',
	],
	[[10003], 'The request is malformed or its options contradict each other.', 'Check the request body.'],
	[
		[10005],
		'No server matches the placement and the number of replicas.',
		'Ask for fewer replicas, or another cluster or tags.',
	],
	[
		[10008],
		'The cluster, the stream or the consumer has no leader right now.',
		'It elects one within seconds if more than half of its servers run; then try again.',
	],
	[[10010], 'This needs a cluster; the server runs alone.', 'Connect to a cluster.'],
	[[10012], 'The server refused the consumer configuration.', 'The error text says which part.'],
	[
		[10013, 10148],
		'A consumer of this name exists, with another configuration.',
		'Choose another name, or update that consumer.',
	],
	[[10014], 'The consumer does not exist.', 'Somebody deleted it, or it was ephemeral and expired.'],
	[[10059], 'The stream does not exist in this account and domain.', 'Check the name, the account and the domain.'],
	[[10149], 'The consumer to update does not exist.', 'Create it instead.'],
	[
		[10025],
		'The server cannot read the request: bad JSON, or an unknown field.',
		'Servers from 2.12 on refuse fields of newer versions.',
	],
	[[10026], 'The stream or the account may have no more consumers.', 'Delete one, or raise max_consumers.'],
	[[10027], 'The account may have no more streams.', 'Delete one, or raise the limit of the account.'],
	[[10037], 'There is no such message.', 'It expired, was deleted, or never existed.'],
	[[10043], 'There is no message with this sequence.', 'It was deleted before, or never stored.'],
	[[10038], 'This request must have an empty body.', 'Send it without a payload.'],
	[
		[10039],
		'JetStream is not enabled for this account.',
		'Enable it in the account, or connect as a user of another one; the system account cannot have it.',
	],
	[
		[10076],
		'JetStream is not enabled on this server.',
		'Start the server with JetStream, or connect to one that has it.',
	],
	[[10040], 'That server stores no copy of this stream or consumer.', 'Choose one of its peers.'],
	[[10044], 'That server is not a member of the meta group.', 'Check its name.'],
	[[10052], 'The stream configuration is not valid.', 'The error text says which part.'],
	[
		[10055],
		'A mirror cannot be changed after creation.',
		'From 2.12 on an update can remove the mirror, which makes it a stream of its own.',
	],
	[[10056], 'The name in the body is not the name in the subject.', 'Make them the same.'],
	[[10057], 'The message was not deleted.', 'The stream may have deny_delete, or the sequence is past its last one.'],
	[
		[10110],
		'The stream does not allow purging (deny_purge).',
		'No update can turn deny_purge off; only the limits of the stream remove messages.',
	],
	[
		[10058],
		'A stream of this name exists.',
		'Update it, or choose another name. Current servers refuse only different settings, the technical preview refuses equal ones too.',
	],
	[[10062], 'The restore failed.', 'The backup may be damaged, of another stream, or from a newer server.'],
	[[10064], 'The backup failed.', 'Memory streams can be backed up only from 2.15 on.'],
	[
		[10065],
		'The subjects overlap those of another stream of this account.',
		'A subject can belong to one stream only.',
	],
	[[10069], 'The server refused the update of the stream.', 'The error text says why.'],
	[[10074], 'More than one replica needs a cluster.', 'Use one replica here.'],
	[
		[10075],
		'No other server can take over the copy.',
		'Add a server that matches the placement, or ask for fewer replicas first.',
	],
	[[10084, 10098], 'A consumer of a work queue stream must acknowledge explicitly.', 'Set ack_policy to explicit.'],
	[
		[10099],
		'A work queue stream can have only one consumer without a filter.',
		'Use the existing consumer, or give each a filter of its own.',
	],
	[
		[10100],
		'Filters of the consumers of a work queue stream must not overlap.',
		'Choose a filter that no other consumer has.',
	],
	[[10101], 'A consumer of a work queue stream must deliver all messages.', 'Set deliver_policy to all.'],
	[
		[10093],
		'The filter is outside the subjects of the stream.',
		'Servers before 2.10 refuse it; choose a subject of the stream.',
	],
	[[10136], 'filter_subject and filter_subjects exclude each other.', 'Use one of them.'],
	[
		[10137],
		'A filter in the request subject cannot go with several filters.',
		'Send the request without the filter in its subject.',
	],
	[[10138], 'The filter subjects overlap.', 'Make them disjoint.'],
	[[10139], 'A filter subject is empty.', 'Remove it, or use ">".'],
	[
		[10109],
		'The stream is sealed: messages can be neither added nor removed.',
		'You can read the stream, or delete it as a whole.',
	],
	[[10113], 'This account requires max_bytes.', 'Set max_bytes of the stream.'],
	[[10122], 'max_bytes is more than this account allows for one stream.', 'Choose a smaller size.'],
	[[10116], 'max_deliver is smaller than the number of back-off steps.', 'Raise max_deliver or shorten the back-off.'],
	[
		[10118, 10119],
		'No server that stores the stream or consumer runs.',
		'Start its servers again; if they are lost for good, delete the stream or consumer and create it again.',
	],
	[
		[10194, 10195],
		'This server does not run the stream or consumer: a setting needs a newer server.',
		'Run it on a newer server, or delete it.',
	],
	[
		[10120],
		'The account has no limits for this number of replicas.',
		'Choose a number of replicas that the account has a tier for.',
	],
	[[10121], 'max_ack_pending is more than the stream, account or server allows.', 'Choose a smaller number.'],
	[[10153], 'inactive_threshold is more than consumer_limits of the stream allows.', 'Choose a shorter time.'],
	[
		[10123],
		'A stream cannot be moved and scaled in one update.',
		'Move it, wait until the move is over, then scale it.',
	],
	[[10124], 'The stream is already being moved.', 'Wait until the move is over, or cancel it.'],
	[[10129], 'There is no move to cancel.', 'The move may be over already.'],
	[[10202, 10226], 'Another membership change is under way.', 'Wait until it is over, then try again.'],
	[[10127, 10128], 'A name must not contain a slash or a backslash.', 'Choose another name.'],
	[
		[10130],
		'A stream of this name exists: a restore never overwrites.',
		'Delete it first, or restore under another name (2.15).',
	],
	[[10132], 'name and durable_name differ.', 'Make them the same, or leave one out.'],
	[
		[10157],
		'The server would have to change the configuration, and pedantic forbids that.',
		'Change the field that the error text names.',
	],
];
