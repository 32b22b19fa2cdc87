import { goTo } from '../store/nav.ts';
import { home, type View } from '../store/view.ts';
import { peersOf } from '../views/peers.ts';
import type { Command, CommandContext } from './command.ts';
import { showList } from './go.ts';
import { selection } from './selection.ts';

/** The servers of the account's streams and consumers. */
export const peerCommands: readonly Command[] = [
	{
		id: 'go.peers',
		title: 'Show what servers store',
		more: 'leaders and copies by server',
		keys: [],
		scopes: ['everywhere'],
		group: 'go',
		aliases: ['peers', 'by-server'],
		run: ({ deck, state }) => deck.store.setState(goTo(state, { kind: 'peers' })),
	},
	listOfPeer('peer.streams', 'Show its streams', 'streams', ['enter', 'l', 'right'], home, 'server'),
	listOfPeer('peer.led', 'Show streams it leads', 'led', ['d'], home, 'leader'),
	listOfPeer('peer.consumers', 'Show its consumers', 'consumers', ['u'], { kind: 'consumers' }, 'server'),
];

/** A list with only what has a copy on the selected server, or what it leads. */
function listOfPeer(
	id: string,
	title: string,
	short: string,
	keys: readonly string[],
	view: View,
	word: 'server' | 'leader',
): Command {
	const peerOf = ({ state }: CommandContext): string | undefined => selection(state).peer;
	return {
		id,
		title,
		short,
		keys,
		scopes: ['peers'],
		group: 'go',
		rank: word === 'leader' ? 90 : 100,
		disabled: (context) => (peerOf(context) === undefined ? 'No server is selected.' : undefined),
		run: (context) => {
			const peer = peersOf(context.state).byName.get(peerOf(context) ?? '');
			if (peer !== undefined) showList(context, view, `${word}:${peer.word}`);
		},
	};
}
