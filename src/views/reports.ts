interface ReportRow {
	/** Whether it is about one stream. */
	readonly stream: 'none' | 'optional' | 'required';
}

/** The reports of `jetdeck report`: the column `report` of the places names one of these. */
export const reportRows = {
	account: { stream: 'none' },
	streams: { stream: 'none' },
	buckets: { stream: 'none' },
	consumers: { stream: 'optional' },
	stream: { stream: 'required' },
} as const satisfies Readonly<Record<string, ReportRow>>;

export type ReportName = keyof typeof reportRows;

export const reportNames = Object.keys(reportRows) as readonly ReportName[];
