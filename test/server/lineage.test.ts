import { it } from 'vitest';
import { goTo } from '../../src/store/nav.ts';
import { lineageList } from '../../src/views/lists/lineage.ts';
import { allRows } from '../../src/views/lists.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { connect, createStreams } from '../support/jetstream.ts';
import { freePorts, startServer } from '../support/servers.ts';

const external = (domain: string) => ({ api: `$JS.${domain}.API`, deliver: `deliver.${domain}` });

it('follows mirrors and sources into the domain of a leaf node, and says when that answers no more', {
	timeout: 60_000,
}, async () => {
	const [leafPort = 0] = await freePorts(1);
	const hub = await startServer({
		config: `leafnodes { listen: "127.0.0.1:${leafPort}" }`,
		domain: 'hub',
	});
	const leaf = await startServer({
		config: `leafnodes { remotes: [{ url: "nats-leaf://127.0.0.1:${leafPort}" }] }`,
		domain: 'leaf',
	});
	await createStreams(await connect(leaf), ['LOCAL']);
	await createStreams(await connect(leaf), ['EDGE'], { sources: [{ name: 'LOCAL' }] });
	const link = await connect(hub);
	await createStreams(link, ['ALL'], {
		sources: [
			{ name: 'EDGE', external: external('leaf') },
			{ name: 'X', external: external('nowhere') },
		],
	});
	await createStreams(link, ['COPY'], { mirror: { name: 'ALL' } });
	const deck = await openTestDeck({ server: hub.url });
	deck.store.setState((state) => goTo(state, { kind: 'lineage' }));
	const drawn = (state: ReturnType<typeof deck.store.getState>) =>
		allRows(state, 'lineage').map((id) =>
			lineageList
				.cells(state, id, ['name', 'where', 'state'], '')
				.map(({ text }) => text)
				.join(' '),
		);
	const tree = [
		'LOCAL leaf ✓',
		'└ EDGE leaf ✓',
		'  └ ALL here ✓',
		'    └ COPY here ✓',
		'X nowhere nobody answers',
		'└ ALL here never in contact, listed above',
	];
	await seen(deck, 'the tree of both domains', (state) => drawn(state).join('\n') === tree.join('\n'));
	await leaf.stop();
	await seen(deck, 'that the leaf answers no more', (state) => drawn(state).includes('└ EDGE leaf nobody answers'));
});
