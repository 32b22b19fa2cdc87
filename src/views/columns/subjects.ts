import { bar } from '../../format/bar.ts';
import { percent } from '../../format/integer.ts';
import type { Column } from '../line.ts';
import type { SubjectRow } from '../row.ts';
import { number } from './cell.ts';

const BAR = 16;

export const subjectColumns: readonly Column<SubjectRow>[] = [
	{
		id: 'subject',
		title: 'SUBJECT',
		align: 'left',
		width: 16,
		grow: 1,
		rank: 0,
		letter: 'N',
		needs: 'name',
		value: ({ subject }) => subject,
		cell: ({ subject }) => ({ text: subject, tone: 'strong' }),
	},
	{
		id: 'messages',
		title: 'MESSAGES',
		align: 'right',
		width: 12,
		rank: 100,
		letter: 'M',
		descending: true,
		needs: 'name',
		value: ({ messages }) => messages,
		cell: ({ messages }) => number(messages, 12),
	},
	{
		id: 'share',
		title: 'SHARE',
		align: 'left',
		width: BAR + 6,
		rank: 90,
		needs: 'name',
		value: ({ messages }) => messages,
		cell: ({ share }) => ({ text: `${bar(share, BAR)} ${percent(share)}`, tone: 'accent' }),
	},
];
