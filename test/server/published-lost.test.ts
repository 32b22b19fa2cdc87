import { describe, expect, it } from 'vitest';
import { published } from '../../src/changes/outcome/sent.ts';
import type { Step } from '../../src/changes/proposal.ts';
import { openApi } from '../../src/jetstream/request.ts';
import type { Link } from '../../src/nats/link.ts';
import { connect, createStreams } from '../support/jetstream.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer } from '../support/servers.ts';

const step: Step = {
	asset: { kind: 'subject', subject: 'logs.a' },
	wire: { kind: 'message', endpoint: 'raw', raw: { subject: 'logs.a', payload: 'ours' } },
	stores: ['LOGS'],
};

interface Case {
	readonly name: string;
	readonly config?: object;
	readonly since?: '2.10';
	/** What was published, ours among it where it arrived. */
	readonly happens: (link: Link) => Promise<unknown>;
	readonly finding: 'applied' | 'not applied' | 'cannot tell';
}

const ours = (link: Link) => link.request('logs.a', 'ours');
const theirs = (link: Link) => link.request('logs.a', 'theirs');

const cases: readonly Case[] = [
	{ name: 'nothing was stored', happens: async () => undefined, finding: 'not applied' },
	{ name: 'it was stored', happens: ours, finding: 'applied' },
	{ name: 'only another one was stored', happens: theirs, finding: 'not applied' },
	{
		name: 'a limit of messages a subject removed it again',
		config: { max_msgs_per_subject: 1 },
		happens: async (link) => [await ours(link), await theirs(link)],
		finding: 'cannot tell',
	},
	{
		name: 'somebody deleted it since',
		happens: async (link) => [await ours(link), await link.request('$JS.API.STREAM.MSG.DELETE.LOGS', '{"seq":2}')],
		finding: 'cannot tell',
	},
	{
		name: 'it is stored under another subject',
		config: { subject_transform: { src: 'logs.>', dest: 'kept.>' } },
		since: '2.10',
		happens: ours,
		finding: 'cannot tell',
	},
];

describe.each(serverLines)('a message whose acknowledgement never came, on nats-server %s', (line) => {
	it.each(cases.filter(({ since }) => since === undefined || line !== '2.9'))(
		'$name: $finding',
		async ({ config = {}, happens, finding }) => {
			const link = await connect(await startServer({ line }));
			await createStreams(link, ['LOGS'], { subjects: ['logs.>'], ...config });
			await theirs(link);
			const api = openApi(link, { readOnly: false });
			const around = { api, step, meaning: { endpoint: 'raw', params: {} } } as const;
			const noted = await published.note?.(around);
			await happens(link);
			expect(await published.judge({ kind: 'absent' }, { ...around, was: { noted } })).toMatchObject({ kind: finding });
		},
	);
});
