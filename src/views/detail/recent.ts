import { shortDuration } from '../../format/duration.ts';
import type { RecentEvent } from '../../store/events/heard.ts';
import type { Section } from '../line.ts';

/** Recent events about a stream or consumer; nothing without events. `of`: the stream or consumer of the page. */
export function recentSection(
	events: readonly RecentEvent[] | undefined,
	of: 'stream' | 'consumer',
	now: number,
): readonly Section[] {
	if (events === undefined || events.length === 0) return [];
	return [
		{
			kind: 'table',
			title: 'Recent',
			columns: [
				{ title: 'AGO', align: 'right' },
				{ title: 'WHAT', align: 'left' },
				{ title: 'WHO', align: 'left' },
			],
			rows: events.map(({ at, what, tone, consumer, who }) => [
				{ text: shortDuration(Math.max(0, now - at)), tone: 'dim' },
				{ text: of === 'stream' && consumer !== undefined ? `${consumer}: ${what}` : what, tone },
				{ text: who ?? '-', tone: 'dim' },
			]),
			empty: '',
		},
	];
}
