import { describe, expect, it } from 'vitest';
import { isRecord } from '../../src/format/is.ts';
import { refusalByPayload } from '../../src/jetstream/preview/refusals.ts';
import { connect } from '../support/jetstream.ts';
import { type Difference, differenceCount, differenceOf, isDoneToday } from '../support/preview-differences.ts';
import { counterpartOf } from '../support/preview-producible.ts';
import { recordedAt, transcript } from '../support/preview-transcript.ts';
import { openWorld } from '../support/preview-world.ts';
import { startServer } from '../support/servers.ts';

/** Of one server in one go. There are no templates any more. */
const steps = transcript.filter(
	({ at, request, case: name }) =>
		request !== null && at < recordedAt('restart.prepare').at && !name.startsWith('template.'),
);

describe('the recorded requests, translated for a server of today', () => {
	it('are answered as they were, but for what is known to be otherwise', async () => {
		const link = await connect(await startServer());
		const [, ephemeral = ''] = /^\+OK (\S+)$/.exec(recordedAt('ephemeral.ok').replies[0] ?? '') ?? [];
		const world = openWorld(link, ephemeral);
		const seen = new Set<Difference>();
		const counts = { same: 0, otherwise: 0, refused: 0, unsent: 0 };
		for (const recorded of steps) {
			const difference = differenceOf(recorded);
			const name = `${recorded.at} ${recorded.case} ${recorded.subject} ${recorded.request}`;
			if (difference !== undefined) seen.add(difference);
			if (difference?.unsent) {
				const counterpart = counterpartOf(recorded);
				const refused =
					typeof counterpart === 'object' ? refusalByPayload(counterpart.id, recorded.request ?? '') : undefined;
				expect([`-ERR '${refused?.text}'`], name).toEqual(recorded.replies);
				counts.unsent += 1;
				continue;
			}
			await world.prepare(recorded);
			const told = await world.tell(recorded);
			if ('refusal' in told) {
				// The deck says it before anything is sent, and with more words.
				expect(recorded.replies[0] ?? '', name).toMatch(/^-ERR/);
				expect(difference, name).toBeUndefined();
				counts.refused += 1;
				continue;
			}
			if (isDoneToday(recorded)) await world.undo(recorded);
			const compared = (replies: readonly string[]) => replies.map((reply) => comparable(recorded.case, reply));
			// Publishing is no request of the API: its answer is shown as it comes.
			const wanted = compared(recorded.subject.startsWith('$JS.') ? recorded.replies : []);
			if (difference === undefined) expect(compared(told), name).toEqual(wanted);
			else expect(compared(told), `${name}: ${difference.why}`).not.toEqual(wanted);
			counts[difference === undefined ? 'same' : 'otherwise'] += 1;
		}
		expect(seen.size).toBe(differenceCount);
		expect(counts).toEqual({ same: 216, otherwise: 11, refused: 36, unsent: 7 });
	});
});

/** What the same server would say the same at another time, and what is only counted today. */
function comparable(name: string, reply: string): unknown {
	if (!/^[[{]/.test(reply)) return reply;
	const value: unknown = JSON.parse(reply);
	if (Array.isArray(value)) return value.toSorted();
	if (!isRecord(value)) return value;
	const { state, limits, time, config } = value;
	return {
		...value,
		...(time !== undefined && { time: typeof time }),
		...(isRecord(limits) && { limits: Object.keys(limits) }),
		...(isRecord(config) && 'start_time' in config && { config: { ...config, start_time: typeof config.start_time } }),
		...(isRecord(state) && 'pending' in state && { state: counted(name, state) }),
	};
}

type State = Readonly<Record<string, unknown>>;

/** While a consumer delivers again what is not acknowledged in time, how often it did depends on the machine. */
function counted(name: string, { pending, redelivered, ...state }: State): State {
	const told = { ...state, pending: pending !== null };
	if (!/^push\.info\.(pending|after-acks)$/.test(name)) return { ...told, redelivered: redelivered !== null };
	const { delivered: _, ...rest } = told as State;
	return rest;
}
