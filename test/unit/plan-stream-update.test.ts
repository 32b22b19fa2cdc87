import { expect, it } from 'vitest';
import { planStreamUpdate } from '../../src/changes/plan/stream-configuration.ts';
import { losesNothing } from '../../src/changes/proposal.ts';
import type { StreamConfig } from '../../src/jetstream/wire.ts';
import { streamInfo } from '../support/state.ts';

const week = 7 * 86_400 * 1e9;
type Limits = Partial<StreamConfig>;

/** What is said of an edit that removes nothing at once, and whether nothing is lost by it. */
function edited(before: Limits, after: Limits) {
	const info = streamInfo('LOGS', { config: before });
	const plan = planStreamUpdate(info, { ...info.config, ...after }, { removed: [] });
	if ('refusal' in plan) throw new Error(plan.refusal);
	return { isLossless: losesNothing(plan), texts: plan.consequences.map(({ text }) => text) };
}

it.each<[Limits, Limits, string]>([
	[{}, { max_age: week }, 'max age 7d'],
	[{ max_age: 2 * week }, { max_age: week }, 'max age 7d'],
	[{}, { max_msgs: 1000 }, 'max messages 1,000'],
	[{}, { max_msgs_per_subject: 5 }, 'max messages per subject 5'],
	[{ discard: 'new' }, { max_age: week }, 'max age 7d'],
	[{ discard: 'new' }, { max_msgs_per_subject: 5 }, 'max messages per subject 5'],
	[{}, { max_age: week, max_msgs: 1000 }, 'max age 7d and max messages 1,000'],
])('a limit that is lowered will remove messages later: %o to %o', (before, after, limits) => {
	expect(edited({ max_msgs: -1, max_age: 0, max_msgs_per_subject: -1, ...before }, after)).toEqual({
		isLossless: false,
		texts: [`From now on ${limits} will remove the oldest messages.`],
	});
});

it.each<[Limits, Limits, readonly string[]]>([
	[
		{ subjects: ['a.>'] },
		{ subjects: ['b'] },
		['! no longer store messages published to a.>.', 'store messages published to b.'],
	],
	[{ subjects: ['a', 'b'] }, { subjects: ['b'] }, ['! no longer store messages published to a.']],
	[{ subjects: ['a.>'] }, { subjects: ['a.b'] }, ['! store only a part of the messages published to a.>.']],
	[{ subjects: ['a.>'] }, { subjects: ['a.*', 'a.b.>'] }, ['! store only a part of the messages published to a.>.']],
	[{ subjects: ['a.b'] }, { subjects: ['a.>'] }, ['store messages published to a.>.']],
	[{ subjects: ['a.>'] }, { subjects: ['a.*', 'a.*.>'] }, []],
	[{ subjects: ['a.*', 'a.*.>'] }, { subjects: ['a.>'] }, []],
	[{ subjects: [] }, { subjects: ['LOGS', 'b'] }, ['store messages published to b.']],
	[{ subjects: [], sources: [{ name: 'X' }] }, { subjects: ['b'] }, ['store messages published to b.']],
])('an edit of subjects says which are given up and which are new: %o to %o', (before, after, texts) => {
	const info = streamInfo('LOGS', { config: before });
	const plan = planStreamUpdate(info, { ...info.config, ...after }, { removed: [] });
	if ('refusal' in plan) throw new Error(plan.refusal);
	const said = plan.consequences.map(
		({ text, tone }) => `${tone === 'warn' ? '! ' : ''}${text.replace('It will ', '')}`,
	);
	expect(said).toEqual(texts);
	expect(losesNothing(plan)).toBe(said.every((text) => !text.startsWith('!')));
});

it.each<[Limits, Limits, string | undefined]>([
	[
		{ subjects: ['a.>', 'b'] },
		{ subjects: ['b'] },
		'Consumers one and two will get no new messages: no subject of the stream will match their filters.',
	],
	[
		{ subjects: ['a.>', 'b'] },
		{ subjects: ['a.one', 'b'] },
		'Consumer two will get no new messages: no subject of the stream will match its filters.',
	],
	[
		{ subjects: ['a.>', 'b'] },
		{ subjects: ['a.two'] },
		'Consumer one will get no new messages: no subject of the stream will match its filter.',
	],
	[{ subjects: ['a.>', 'b'] }, { subjects: ['a.*', 'a.*.>', 'b'] }, undefined],
	[{ subjects: ['b'] }, { subjects: ['c'] }, undefined],
	[{ subjects: ['a.>', 'b'] }, { subjects: ['b'], subject_transform: { src: 'b', dest: 'a.one' } }, undefined],
	[{ subjects: ['a.>', 'b'], sources: [{ name: 'X' }] }, { subjects: ['b'] }, undefined],
])('an edit of subjects says which known consumers it leaves without any: %o to %o', (before, after, text) => {
	const consumers = [
		{ name: 'one', filter_subject: 'a.one' },
		{ name: 'two', filter_subjects: ['a.two', 'a.three'] },
		{ name: 'all' },
	];
	const info = streamInfo('LOGS', { config: before });
	const plan = planStreamUpdate(info, { ...info.config, ...after }, { removed: [], consumers });
	if ('refusal' in plan) throw new Error(plan.refusal);
	expect(plan.consequences.map((each) => each.text).find((each) => each.startsWith('Consumer'))).toBe(text);
});

it('a stream that refused new messages at a limit will remove old ones', () => {
	expect(edited({ discard: 'new' }, { discard: 'old' })).toEqual({
		isLossless: false,
		texts: ['At a limit the server will remove the oldest messages, where it refused new ones.'],
	});
});

it.each<[Limits, Limits]>([
	[{ max_age: week }, { max_age: 2 * week }],
	[{ max_age: week }, { max_age: 0 }],
	[{ max_msgs: 10 }, { max_msgs: -1 }],
	[{ discard: 'new' }, { max_msgs: 1000 }],
	[{ discard: 'new', discard_new_per_subject: true }, { max_msgs_per_subject: 5 }],
	[{}, { description: 'All logs' }],
])('nothing is lost by any other edit: %o to %o', (before, after) => {
	expect(edited({ max_msgs: -1, max_age: 0, max_msgs_per_subject: -1, ...before }, after)).toEqual({
		isLossless: true,
		texts: [],
	});
});
