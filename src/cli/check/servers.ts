import { total } from '../../format/exact.ts';
import { count, type Integer, plural } from '../../format/integer.ts';
import type { Api } from '../../jetstream/request.ts';
import { isUnmet, readStats } from '../../jetstream/system/stats.ts';
import { type MetaSeen, metasOf, peersOf, type Told } from '../../store/system/meta.ts';
import { storeVerdicts } from '../../views/servers/store-verdicts.ts';
import { type Checked, type Finding, type Measure, type Subject, unknownFinding } from './finding.ts';

/** A leader hears from each peer every second. */
const silentMs = 10_000;

/** Judges the servers and the meta groups, over a connection to the system account. */
export async function checkServers(api: Api, signal: AbortSignal): Promise<Checked> {
	const about: Subject = { kind: 'cluster' };
	const answer = await api.servers.gather('server.statsz', {
		expected: { names: [] },
		learn: (reply) => {
			const stats = readStats(reply.value);
			return { names: peersOf({ reply, stats }), count: stats.activeServers };
		},
		signal,
	});
	if (!answer.ok) {
		const findings = [unknownFinding(about, answer.problem, signal)];
		return { about, seen: '', findings, measures: [] };
	}
	const { replies, missing } = answer.value;
	const told = replies.map((reply): Told => ({ reply, stats: readStats(reply.value) }));
	const active = Math.max(0, ...told.map(({ stats }) => stats.activeServers ?? 0));
	const lost = active - replies.length - missing.length;
	const metas = metasOf([], told);
	return {
		about,
		seen: `: ${plural(replies.length, 'server')} answered`,
		findings: [
			...missing.map((name) => serverFinding(name, 'critical', 'no answer', 'It does not answer.')),
			...(lost > 0 ? [unansweredFinding(lost, active)] : []),
			...metas.flatMap((meta) => metaFindings(meta, new Set(missing))),
			...told.flatMap(({ reply, stats }) =>
				storeVerdicts(stats).map(({ severity, short, sentence }) =>
					serverFinding(reply.server.name, severity, `${short} full`, sentence),
				),
			),
		],
		measures: [
			counted('servers', replies.length),
			counted('servers_lost', missing.length + Math.max(0, lost)),
			counted('meta_pending', total(metas.map(({ group }) => group.pending ?? 0))),
		],
	};
}

const counted = (label: string, value: Integer): Measure => ({ label, value, kind: 'count' });

function serverFinding(name: string, severity: Finding['severity'], short: string, sentence: string): Finding {
	return { about: { kind: 'server', name }, severity, short, sentence };
}

/** Servers outside of the meta group have no name that is known: JetStream may be off there. */
function unansweredFinding(lost: number, active: number): Finding {
	const sentence = `${count(lost)} of ${plural(active, 'server')} that share the system account did not answer.`;
	return { about: { kind: 'cluster' }, severity: 'critical', short: 'no answer', sentence };
}

function metaFindings({ domain, group }: MetaSeen, missing: ReadonlySet<string>): readonly Finding[] {
	const where = domain === '' ? '' : ` of domain ${domain}`;
	if (group.leader === undefined) {
		const sentence = `The meta group${where} has no leader: streams and consumers cannot be created, changed or deleted.`;
		return [{ about: { kind: 'cluster' }, severity: 'critical', short: 'no meta leader', sentence }];
	}
	return group.replicas
		.filter(({ name }) => !missing.has(name))
		.flatMap((peer) => {
			const { name, offline, current, activeMs = 0 } = peer;
			if (isUnmet(peer))
				return [
					serverFinding(
						peer.peer ?? name,
						'warning',
						'unknown',
						'The meta group has it as a peer, but no server ever met it.',
					),
				];
			if (offline)
				return [serverFinding(name, 'critical', 'offline', `It is offline in the words of the meta leader${where}.`)];
			if (!current || activeMs > silentMs)
				return [serverFinding(name, 'warning', 'not current', `It is not current in the meta group${where}.`)];
			return [];
		});
}
