import { plural } from '../../format/integer.ts';
import type { Copies, CopiesRead } from '../../jetstream/system/stream-copies.ts';
import type { Consequence } from '../proposal.ts';
import { bad, good, listOfNames, plain, warn } from './wording.ts';

/*
 * What the streams and consumers of a meta group lose without one of its servers.
 */

const namesOf = (all: readonly Copies[]): string => listOfNames(all.map(({ name }) => name));

const ofPeer = (peer: string, all: readonly Copies[]): readonly Copies[] =>
	all.filter(({ peers }) => peers.includes(peer));

/** What has its only copy there. */
export function lostWith(peer: string, { streams, consumers }: CopiesRead): readonly Consequence[] {
	const isOnly = ({ peers }: Copies): boolean => peers.length === 1;
	const only = ofPeer(peer, streams).filter(isOnly);
	// Those of a stream that is lost are lost with it.
	const lost = new Set(only.map(({ name }) => name));
	const forgetful = ofPeer(peer, consumers).filter(
		(each) => isOnly(each) && !lost.has(each.name.slice(0, each.name.lastIndexOf(' > '))),
	);
	return [
		...(only.length === 0
			? []
			: [bad(`${plural(only.length, 'stream')} will lose the only copy, with all messages: ${namesOf(only)}.`)]),
		...(forgetful.length === 0
			? []
			: [
					bad(
						`${plural(forgetful.length, 'consumer')} will lose the only copy of what is acknowledged, and start over or disappear: ${namesOf(forgetful)}.`,
					),
				]),
	];
}

/** Whose other copies are too few for a majority, so that nobody can take over the copy. */
export function quorumWithout(peer: string, { streams, consumers, running }: CopiesRead): readonly Consequence[] {
	return [['stream', streams] as const, ['consumer', consumers] as const].flatMap(([kind, all]) => {
		const left = ofPeer(peer, all).filter(({ peers, current }) => {
			const others = peers.filter((each) => each !== peer && running.has(each) && current.has(each));
			return peers.length > 1 && others.length < Math.floor(peers.length / 2) + 1;
		});
		return left.length === 0
			? []
			: [bad(`${plural(left.length, kind)} will have no quorum without it: ${namesOf(left)}.`)];
	});
}

/** What becomes of the copies there. */
export function movedFrom(peer: string, copies: CopiesRead, what: 'remove' | 'evacuate'): readonly Consequence[] {
	const { running, missing, streams } = copies;
	const there = ofPeer(peer, streams);
	const moving = what === 'remove' ? there.filter(({ peers }) => peers.length > 1) : there;
	if (there.length === 0 && missing.length === 0 && copies.unreadAccounts === 0)
		return [good(`No stream has a copy on ${peer}.`)];
	if (moving.length === 0) return [];
	const isFree = (stream: Copies, name: string, cluster: string | undefined): boolean =>
		name !== peer && !stream.peers.includes(name) && cluster === stream.cluster;
	const stuck = moving.filter((stream) => ![...running].some(([name, cluster]) => isFree(stream, name, cluster)));
	const free = moving.length - stuck.length;
	// nats-server 2.15.1 also takes the copy away that nobody takes over, but not the only one.
	const staying = stuck.filter(({ peers }) => peers.length === 1);
	const fewer = stuck.filter(({ peers }) => peers.length > 1);
	return [
		...(free === 0
			? []
			: [
					plain(
						`Other servers take over the copies of ${plural(free, 'stream')}, where their tags and limits allow it.`,
					),
				]),
		...withoutRoom(fewer, 'will have one copy fewer'),
		...withoutRoom(staying, 'will stay there'),
	];
}

const withoutRoom = (stuck: readonly Copies[], what: string): readonly Consequence[] =>
	stuck.length === 0
		? []
		: [warn(`No other server is free for ${plural(stuck.length, 'stream')}, which ${what}: ${namesOf(stuck)}.`)];

/** What nobody told. */
export function unknownOf(peer: string, { missing, running, unreadAccounts }: CopiesRead): readonly Consequence[] {
	const silent = [...new Set([...missing, ...(running.has(peer) ? [] : [peer])])];
	return [
		...(silent.length === 0
			? []
			: [
					warn(
						`${listOfNames(silent)} did not reply: streams and consumers that no other server stores are unknown${silent.includes(peer) ? ', and will be lost' : ''}.`,
					),
				]),
		...(unreadAccounts === 0
			? []
			: [bad(`jetdeck did not read the streams and consumers of ${plural(unreadAccounts, 'more account')}.`)]),
	];
}
