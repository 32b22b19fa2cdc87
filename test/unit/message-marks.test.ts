import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changeList, listState } from '../../src/store/nav.ts';
import { changePage } from '../../src/views/messages/page-patch.ts';
import { type MessagePage, newest } from '../../src/views/messages/stream-messages.ts';
import { deckState, ready } from '../support/state.ts';

const first = 1_764_500_000_000_000_000n;

const pageOf = (seqs: readonly bigint[], ends: Pick<MessagePage, 'atStart' | 'atEnd'>): MessagePage => ({
	entries: seqs.map((seq) => ({ seq, subject: 'a', time: '', size: 0, payload: 0, headers: 0, start: '', seenAt: 0 })),
	...ends,
	upTo: first + 9n,
	confirmed: true,
});

it('marks go with the messages that are gone, and stay on those that are merely not held', () => {
	const all = Array.from({ length: 10 }, (_, at) => first + BigInt(at));
	fc.assert(
		fc.property(fc.subarray(all), fc.subarray(all), fc.boolean(), fc.boolean(), (there, marked, atStart, atEnd) => {
			const messages = {
				entries: new Map([['S', { wish: newest(), page: ready(pageOf(all, { atStart, atEnd })) }]]),
			};
			const state = deckState({ messages });
			const begun = { ...state, ...changeList(state, 'messages:S', { marked: new Set(marked.map(String)) }) };
			const change = changePage(begun, { stream: 'S', wish: newest(), height: 19 }, () =>
				pageOf(there, { atStart, atEnd }),
			);
			const left = [...listState({ ...begun, ...change }, 'messages:S').marked];
			const from = atStart ? all[0] : there[0];
			const upTo = atEnd ? all.at(-1) : there.at(-1);
			const isOut = (seq: bigint) => from === undefined || upTo === undefined || seq < from || seq > upTo;
			expect(left).toEqual(marked.filter((seq) => there.includes(seq) || isOut(seq)).map(String));
		}),
	);
});
