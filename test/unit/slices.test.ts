import { expect, it } from 'vitest';
import { changesSlice } from '../../src/changes/slice.ts';
import { consoleSlice } from '../../src/console/slice.ts';
import { formsSlice } from '../../src/forms/slice.ts';
import { messagesSlice } from '../../src/views/messages/slice.ts';

it.each([
	['forms', formsSlice],
	['changes', changesSlice],
	['messages', messagesSlice],
	['the console', consoleSlice],
])('no two decks begin with the same of %s: it is written in place', (_name, { initial }) => {
	const [one, other] = [initial(), initial()].map((part) =>
		Object.values(part).filter((value) => Object(value) === value),
	);
	expect(one?.length).toBeGreaterThan(0);
	for (const [at, value] of (one ?? []).entries()) expect(value).not.toBe(other?.[at]);
});
