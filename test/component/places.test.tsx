import { afterEach, describe, expect, it } from 'vitest';
import { commands } from '../../src/commands/all.ts';
import { scopesOfView } from '../../src/commands/scopes.ts';
import { streamEditAnew } from '../../src/forms/open.ts';
import { emptyLines, missingLines } from '../../src/views/empty.ts';
import { interestsOf } from '../../src/views/interests.ts';
import { listRowOf } from '../../src/views/lists.ts';
import { noticeLines } from '../../src/views/notice.ts';
import { listOf, placeOf, places } from '../../src/views/places.ts';
import { reportNames } from '../../src/views/reports.ts';
import { type Drawing, draw } from '../support/draw.tsx';
import { everyPlace } from '../support/places.ts';
import { deckState, sampleState, streamInfo } from '../support/state.ts';

const forms = new Map([['LOGS', streamEditAnew(streamInfo('LOGS'))]]);

let drawing: Drawing | undefined;
afterEach(() => {
	drawing?.end();
	drawing = undefined;
});

const all = everyPlace('LOGS');

describe.each(all)('the place %s', (_, view) => {
	const state = sampleState({ views: [view], forms });
	const { body, crumbs } = placeOf(view);

	it('is drawn, under its crumbs', () => {
		drawing = draw(state);
		const lines = drawing.lines();
		expect(lines).toHaveLength(24);
		expect(lines.join('\n')).not.toContain('A bug of jetdeck broke');
		const path = crumbs(state, view);
		expect(path.length).toBeGreaterThan(0);
		expect(lines[1 + noticeLines(state).length]).toContain(path.join(' › '));
	});

	it('has commands for all of its keys', () => {
		const scopes = scopesOfView(state);
		expect(scopes.length).toBeGreaterThan(0);
		const used = new Set(commands.flatMap((command) => command.scopes));
		expect(scopes.filter((scope) => !used.has(scope))).toEqual([]);
	});

	it('says what it waits for, or what there is not, while nothing is known', () => {
		const nothing = deckState({ views: [view], account: { phase: 'unknown' } });
		const id = listOf(view);
		const said = body.kind === 'list' ? emptyLines(nothing, id) : missingLines(nothing, id);
		const waiting = body.kind === 'text' ? body.waiting : listRowOf(id)?.waiting;
		if (said !== undefined) expect(said[0]?.[0]?.text.trim()).toMatch(/^(Reading( .+)?…|No.+\.)$/);
		if (waiting !== undefined) expect(waiting).toMatch(/^Reading( .+)?…$/);
	});

	it('asks for each thing once, and for what tells that the server is there', () => {
		const keys = interestsOf(state).map(({ key }) => key);
		expect(keys).toEqual([...new Set(keys)]);
		expect(keys).toContain('account');
		expect(keys).toContain('names');
	});

	it('leads by tab to its panes and back', () => {
		const panes = placeOf(view).panes(view);
		if (panes.length > 0) expect(panes.map(placeOf)).toContain(placeOf(view));
		for (const pane of panes) expect(placeOf(pane).panes(pane)).toEqual(panes);
	});
});

it('prints by `jetdeck report` what places say that it prints', () => {
	const printed = Object.values(places).flatMap(({ report }) => (report === 'not printed' ? [] : [report]));
	expect(new Set<string>(printed)).toEqual(new Set(reportNames));
});

it('has no two places that remember the same, but for lists that they share', () => {
	const texts = all.map(([, view]) => listOf(view)).filter((id) => listRowOf(id) === undefined);
	expect(texts).toEqual([...new Set(texts)]);
});
