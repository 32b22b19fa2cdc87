interface CheckRow {
	/** How many names it needs: of a stream, and of its consumer. */
	readonly names: 0 | 1 | 2;
}

/** What `jetdeck check` judges. */
export const checkRows = {
	account: { names: 0 },
	stream: { names: 1 },
	consumer: { names: 2 },
	cluster: { names: 0 },
} as const satisfies Readonly<Record<string, CheckRow>>;

export type CheckName = keyof typeof checkRows;

export const checkNames = Object.keys(checkRows) as readonly CheckName[];
