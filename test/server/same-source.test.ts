import { describe, expect, it } from 'vitest';
import { setAt } from '../../src/forms/draft.ts';
import { formWarnings } from '../../src/forms/faults.ts';
import { streamEdit } from '../../src/forms/open.ts';
import { uncopiedBy } from '../../src/jetstream/rules/uncopied.ts';
import type { Fields } from '../../src/jetstream/rules/values.ts';
import { features } from '../../src/jetstream/server-features.ts';
import type { StreamInfo } from '../../src/jetstream/wire.ts';
import type { Link } from '../../src/nats/link.ts';
import { streamHealth } from '../../src/views/health/stream.ts';
import { enterLine } from '../support/console-person.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { connect, raw } from '../support/jetstream.ts';
import { reached } from '../support/links.ts';
import { makeStream } from '../support/messages.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer } from '../support/servers.ts';
import { deckState } from '../support/state.ts';
import { until } from '../support/until.ts';

async function infoOf(link: Link, stream: string): Promise<StreamInfo> {
	const reply = await link.request(`$JS.API.STREAM.INFO.${stream}`, JSON.stringify({ subjects_filter: '>' }));
	if (!reply.ok) throw new Error(reply.problem.message);
	return JSON.parse(new TextDecoder().decode(reply.message.data));
}

const subjects = ({ state }: StreamInfo): readonly string[] => Object.keys(state.subjects ?? {}).sort();

const twice: readonly (readonly Fields[])[] = [
	[
		{ name: 'O', filter_subject: 'O.a' },
		{ name: 'O', filter_subject: 'O.b' },
	],
	[{ name: 'O', filter_subject: 'O.b' }, { name: 'P' }, { name: 'O', filter_subject: 'O.a', opt_start_seq: 1 }],
];

describe.each(serverLines)('two sources of one stream, on the %s line', (line) => {
	it('are copied as is told', async () => {
		const server = await startServer({ line });
		const link = await connect(server);
		const { server: connected } = await reached(link, 'connected');
		const known = features(connected.version, connected.apiLevel);
		await makeStream(link, 'O', {}, [{ subject: 'O.a' }, { subject: 'O.b' }]);
		await makeStream(link, 'P', {}, [{ subject: 'P.x' }]);
		for (const [at, sources] of twice.entries()) {
			const config = { name: `C${at}`, storage: 'memory', sources };
			await raw(link, `$JS.API.STREAM.CREATE.${config.name}`, config);
			const left = uncopiedBy(config, known).map(({ filter }) => filter);
			expect(left).toHaveLength(line === '2.9' ? 1 : 0);
			const wanted = ['O.a', 'O.b', ...(at === 1 ? ['P.x'] : [])].filter((each) => !left.includes(each));
			const info = await until(
				async () => {
					const now = await infoOf(link, config.name);
					return subjects(now).length >= wanted.length && now;
				},
				{ what: 'the copies', within: 10_000 },
			);
			// What is not copied is published first: it would be there by then.
			for (const subject of [...left, 'O.a', 'O.b']) await link.request(subject, '');
			await until(async () => (await infoOf(link, config.name)).state.messages > info.state.messages, {
				what: 'another copy',
				within: 10_000,
			});
			const now = await infoOf(link, config.name);
			expect(subjects(now)).toEqual(wanted);
			const told = streamHealth({ info: now }).reasons.filter(({ short }) => short === 'source not copied');
			expect(told).toHaveLength(left.length);
			await raw(link, `$JS.API.STREAM.DELETE.${config.name}`, {}).catch(() => undefined);
		}
	});

	it('are told of before they are sent', async () => {
		const server = await startServer({ line });
		const link = await connect(server);
		await makeStream(link, 'O', {}, []);
		const deck = await openTestDeck({ server: server.url });
		await seen(deck, 'the server', (state) => state.features.version !== undefined);
		enterLine(deck, `$JS.API.STREAM.CREATE.C ${JSON.stringify({ name: 'C', sources: twice[0] })}`);
		const { proposal } = await seen(deck, 'a question', ({ overlay }) => overlay?.kind === 'confirm' && overlay);
		const told = proposal.consequences.filter(({ text }) => text.includes('only one source of a stream'));
		expect(told.map(({ text }) => text)).toEqual(
			line === '2.9'
				? [
						'Servers before 2.10 read only one source of a stream: the first one of O (O.a), not the other (O.b). Use one source of O, or a server of 2.10 or later.',
					]
				: [],
		);
		const form = streamEdit({ forms: new Map() }, await infoOf(link, 'O'));
		const written = { ...form, draft: setAt(form.draft, 'sources', twice[0]) };
		const warned = formWarnings(written, { ...deckState(), features: deck.store.getState().features });
		expect(warned.map(({ path }) => path)).toEqual(line === '2.9' ? ['sources.1.name'] : []);
	});
});
