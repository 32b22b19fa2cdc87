import { mapAnswer, putDatum } from './entries.ts';
import type { Resource } from './resource.ts';
import { writeTable } from './table.ts';

/** Streams whose subjects overlap a subject: the server returns them, however many streams there are. */
export function overlapResource(subject: string): Resource {
	return {
		key: `overlap:${subject}`,
		every: 5,
		fetch: async (api, { signal }) => {
			const pages = await api.pages('stream.names', {}, { subject }, { signal });
			const answer = mapAnswer(pages, ({ items }) => items);
			return {
				ok: answer.ok,
				patch: ({ overlaps }) => ({ overlaps: writeTable(overlaps, (entries) => putDatum(entries, subject, answer)) }),
			};
		},
	};
}
