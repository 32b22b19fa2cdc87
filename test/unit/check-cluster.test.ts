import { describe, expect, it } from 'vitest';
import { clusterJudge, clusterMeasures, serverFindings, serversIn, serversSaid } from '../../src/cli/check/cluster.ts';
import { streamHealth } from '../../src/views/health/stream.ts';
import { clusterOf, consumerInfo, streamInfo } from '../support/state.ts';

const infoOf = (name: string, parts: object) => streamInfo(name, { config: { num_replicas: 3 }, info: parts });
const lost = { name: 'n3', current: false, offline: true, active: 60e9, peer: 'c' };
const { cluster } = clusterOf(['n2', 0]);
const judged = (parts: object) => clusterJudge.stream(infoOf('S', parts));
const said = (parts: object) => judged(parts).findings.map(({ severity, short }) => [severity, short]);
const wrong = (parts: object) =>
	streamHealth({ info: infoOf('S', parts) }).reasons.flatMap(({ severity, short }) =>
		severity === 'ok' ? [] : [short],
	);

describe('a check of a cluster', () => {
	it.each([
		['without a leader', { cluster: { ...cluster, leader: '' } }, [['critical', 'no leader']]],
		['with two of three copies after a removal', clusterOf(['n2', 0]), [['warning', '2 of 3 copies']]],
		['with one of three copies', { cluster: { ...cluster, replicas: [] } }, [['warning', '1 of 3 copies']]],
		[
			'whose move is stuck',
			{
				cluster: { ...clusterOf(['n2', 0], ['n3', 0]).cluster, desired: { replicas: [], status: { type: 'quorum' } } },
			},
			[['warning', 'moving, stuck']],
		],
		['with all copies', clusterOf(['n2', 0], ['n3', 0]), []],
	] as const)('finds a stream %s, as the screens do', (_, parts, findings) => {
		expect(said(parts)).toEqual(findings);
		expect(wrong(parts)).toEqual(findings.map(([, short]) => short));
	});

	it('finds no server behind while a stream is moved, as the screens do', () => {
		const moved = clusterOf(['n2', 0], ['n3', 0], ['n4', 500]);
		expect(wrong(moved)).toEqual([]);
		expect(said(moved)).toEqual([]);
		expect(serversIn([judged(moved).kept]).flatMap(serverFindings)).toEqual([]);
		expect(clusterMeasures([judged(moved).kept]).find(({ label }) => label === 'copies_behind')?.value).toBe(0);
	});

	it('sums up by server what the leaders say', () => {
		const replicas = [...(cluster?.replicas ?? []), lost];
		const groups = [
			{ cluster: { ...cluster, replicas } },
			{ cluster: { ...cluster, replicas } },
			clusterOf(['n2', 7], ['n3', 0]),
			{ cluster: { ...cluster, leader: '', replicas: [{ ...lost, name: 'n1', offline: false }] } },
		].map((parts) => judged(parts).kept);
		const servers = serversIn(groups);
		expect(serversSaid(servers)).toBe('3 servers seen (n1, n2, n3)');
		expect(servers.flatMap(serverFindings).map(({ about, severity, sentence }) => [about, severity, sentence])).toEqual(
			[
				[{ kind: 'server', name: 'n2' }, 'warning', '1 of the 3 copies on it is catching up.'],
				[{ kind: 'server', name: 'n3' }, 'warning', '2 of the 3 copies on it are unreachable, last seen 1m ago.'],
			],
		);
		const figures = () => clusterMeasures(groups).map(({ label, value }) => `${label}=${value}`);
		expect(figures()).toEqual(['servers=3', 'servers_lost=0', 'leaderless=1', 'copies_lost=2', 'copies_behind=1']);
		expect(clusterMeasures(groups.slice(0, 2))[1]).toMatchObject({ label: 'servers_lost', value: 1 });
	});

	it('judges consumers by the copies that their stream lets them have', () => {
		const consumer = consumerInfo('S', 'C', { info: clusterOf(['n2', 0]) });
		const short = (stream: object) => clusterJudge.consumer(consumer, stream, 0).findings.map((each) => each.short);
		expect(short({ num_replicas: 3 })).toEqual(['2 of 3 copies']);
		expect(short({ num_replicas: 2 })).toEqual([]);
	});

	it('asks for no consumers of a single server, whose replies name no cluster', () => {
		expect(clusterJudge.asksConsumers(streamInfo('S'))).toBe(false);
		expect(clusterJudge.asksConsumers(infoOf('S', clusterOf(['n2', 0])))).toBe(true);
	});
});
