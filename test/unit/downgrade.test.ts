import { expect, it } from 'vitest';
import { requiredLevelInWords } from '../../src/jetstream/required-level.ts';
import { consumerKey } from '../../src/store/view.ts';
import { streamSections } from '../../src/views/detail/stream.ts';
import { downgradeList } from '../../src/views/lists/downgrade.ts';
import { allRows, unlistedOf } from '../../src/views/lists.ts';
import { consumerInfo, deckState, now, ready, streamInfo, withConsumers, withStreams } from '../support/state.ts';

const needing = (level: string) => ({ metadata: { '_nats.req.level': level } });

const state = deckState({
	...withStreams([
		streamInfo('COUNTER', { config: { allow_msg_counter: true, allow_direct: true, ...needing('2') } }),
		streamInfo('PLAIN', { config: needing('0') }),
		streamInfo('ODD', { config: needing('-1') }),
	]),
	...withConsumers([consumerInfo('PLAIN', 'prio', { config: { priority_groups: ['a'], ...needing('1') } })]),
});

it('lists what a server of the level could not open, with the fields that it does not know', () => {
	const rows = (level: number) => allRows(state, `downgrade:${level}`);
	expect(rows(0)).toEqual(['COUNTER', consumerKey('PLAIN', 'prio')]);
	expect(rows(1)).toEqual(['COUNTER']);
	expect(rows(2)).toEqual([]);
	const cells = (id: string) =>
		downgradeList.cells(state, id, ['kind', 'level', 'fields'], '0').map(({ text }) => text);
	expect(cells('COUNTER')).toEqual(['stream', '2, nats-server 2.12', 'allow_msg_counter']);
	expect(cells(consumerKey('PLAIN', 'prio'))).toEqual(['consumer', '1, nats-server 2.11', 'priority_groups']);
});

it('says what was not read, and that servers before 2.11 store no levels', () => {
	expect(unlistedOf({ ...state, streamNames: ready(['COUNTER', 'NEW']) }, 'downgrade:0')).toEqual({
		amount: ' so far',
		rest: 'not read: 1 stream',
	});
	expect(unlistedOf({ ...state, swept: { consumers: now } }, 'downgrade:0')).toEqual({});
	const old = { ...state, features: { ...state.features, apiLevel: 0 } };
	expect(downgradeList.empty(old, '4').at(-1)).toContain('older than 2.11');
});

it('shows the level of a stream where one is required', () => {
	expect(requiredLevelInWords(needing('3'))).toBe('3, nats-server 2.12.5');
	expect(requiredLevelInWords(needing('99'))).toBe('99, a newer nats-server');
	expect(requiredLevelInWords(needing('0'))).toBeUndefined();
	const said = (name: string) =>
		JSON.stringify(streamSections({ info: infoOf(name), at: now, now, features: state.features, columns: 80 }));
	expect(said('COUNTER')).toContain('Required API level');
	expect(said('PLAIN')).not.toContain('Required API level');
});

function infoOf(name: string) {
	const info = state.streams.entries.get(name)?.info;
	if (info?.phase !== 'ready') throw new Error(`no stream ${name}`);
	return info.value;
}
