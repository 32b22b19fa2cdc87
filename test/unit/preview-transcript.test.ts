import { describe, expect, it } from 'vitest';
import { groupBy } from '../../src/format/group-by.ts';
import { isRecord } from '../../src/format/is.ts';
import { asPreviewReply } from '../../src/jetstream/preview/as-preview-reply.ts';
import { fromPreviewReply } from '../../src/jetstream/preview/from-preview-reply.ts';
import { toPreview } from '../../src/jetstream/preview/to-preview.ts';
import { acknowledgementOf, notProduced, producedBy, reasonOf } from '../support/preview-producible.ts';
import { transcript } from '../support/preview-transcript.ts';

const produced = transcript.filter((each) => producedBy(each) !== undefined);
const isProbe = ({ subject, request }: { subject: string; request: string | null }) =>
	subject === '$JS.ENABLED' && request === '';
const others = transcript.filter(
	(each) => producedBy(each) === undefined && acknowledgementOf(each) === undefined && !isProbe(each),
);

describe('the recorded requests', () => {
	it('are produced by the deck, or it is known why not', () => {
		expect(others.filter((each) => reasonOf(each) === undefined)).toEqual([]);
		const reasons = groupBy(others, (each) => reasonOf(each) ?? '');
		// A reason that is true of nothing any more goes.
		expect(notProduced.filter(({ why }) => !reasons.has(why))).toEqual([]);
		expect([produced.length, others.length]).toEqual([200, 153]);
	});

	it.each(produced.map((each) => [each.at, each.case, each] as const))('%i %s', (_, name, recorded) => {
		const { id, params, body } = producedBy(recorded) ?? { id: 'account.info', params: {}, body: {} };
		const written = toPreview(id, params, body);
		expect(written).toMatchObject({ ok: true, subject: recorded.subject });
		for (const reply of recorded.replies) {
			if (id === 'consumer.next') continue;
			const read = fromPreviewReply(id, params, reply);
			expect(read.kind, reply).toBe(reply.startsWith('-ERR') ? 'error' : 'value');
			const envelope = read.kind === 'value' ? read.value : read.kind === 'error' ? { error: read.error } : {};
			const again = asPreviewReply(
				{ ...recorded, endpoint: id, payload: recorded.request ?? '' },
				envelope as Readonly<Record<string, unknown>>,
			).text;
			expect(comparable(again), name).toEqual(comparable(reply));
		}
	});
});

/** A list of names has no order, what is pending is only counted today, and templates are not told of streams any more. */
function comparable(reply: string): unknown {
	if (!/^[[{]/.test(reply)) return reply;
	const value: unknown = JSON.parse(reply);
	if (Array.isArray(value)) return value.toSorted();
	if (!isRecord(value) || !isRecord(value.state) || !isRecord(value.config)) return reply;
	const { template_owner: _, ...config } = value.config;
	if (!('pending' in value.state)) return JSON.stringify({ ...value, config });
	const { pending, redelivered, ...state } = value.state;
	return JSON.stringify({ ...value, config, state: { ...state, told: [pending !== null, redelivered !== null] } });
}
