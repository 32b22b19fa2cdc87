import { expect, it } from 'vitest';
import { unreadRaft } from '../../src/views/places/server.ts';
import { linkSections, raftSections } from '../../src/views/servers/tables.ts';

const empties = (sections: ReturnType<typeof linkSections>) =>
	sections.map((section) => (section.kind === 'table' ? section.empty : section.kind));

it('says of links that were not read why, not that there are none', () => {
	const read = { value: {} };
	expect(empties(linkSections(read, { value: {}, unread: 'Reading…' }, { value: {}, unread: 'Refused.' }))).toEqual([
		'No routes.',
		'Reading…',
		'Refused.',
	]);
});

it('counts the accounts whose RAFT groups were not read', () => {
	const problem = { kind: 'timeout', subject: 's', message: 'No reply.', advice: '' } as const;
	const read = [
		{ phase: 'ready', value: {}, at: 1 },
		{ phase: 'loading' },
		{ phase: 'failed', problem, at: 1 },
	] as unknown as Parameters<typeof unreadRaft>[0];
	expect(unreadRaft(read, 480)).toEqual([
		'Reading the groups of 1 account…',
		expect.stringMatching(/^1 account could not be read: No reply/),
		'480 more accounts: jetdeck reads the groups of 20.',
	]);
	const groups = [{ APP: { G: { leader: 'x', committed: 1, applied: 1 } } }];
	const lines = [[{ text: '480 more accounts', tone: 'warn' as const }]];
	expect(empties(raftSections(groups, lines))).toEqual(['text', 'All that were read keep up.']);
	expect(empties(raftSections(groups, []))).toEqual(['All keep up.']);
	expect(empties(raftSections([], lines))).toEqual(['text', 'No RAFT groups were read.']);
});
