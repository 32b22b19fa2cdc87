/**
 * What a warning or a critical verdict counts as in the account's figure: words after a number of streams or consumers. Of two
 * equally grave ones the earlier comes first.
 */
export const troubles = {
	unread: 'unreadable',
	offline: 'offline',
	leaderless: 'without leader',
	'no-majority': 'without majority',
	'no-quorum': 'without quorum',
	lost: 'with lost data',
	full: 'full',
	stuck: 'stuck',
	limit: 'past a limit',
	'bad-limit': 'with unreadable limits',
	'not-copying': 'not copying',
	degraded: 'degraded',
	behind: 'behind',
	'copies-late': 'copying late',
	'nearly-stalled': 'nearly stalled',
	'nearly-full': 'nearly full',
	'gave-up': 'with given-up messages',
	redelivering: 'redelivering',
	unbound: 'without a listener',
	unpinned: 'without a pinned client',
	paused: 'paused',
} as const;

export type Trouble = keyof typeof troubles;

const leaderless: ReadonlySet<Trouble | undefined> = new Set(['offline', 'leaderless', 'no-majority']);

/** Whether an info with this trouble says as much as the announcement that the quorum is lost. */
export const lacksLeader = (trouble: Trouble | undefined): boolean => leaderless.has(trouble);
