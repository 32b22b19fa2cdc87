import { streamFields } from '../fields/stream.ts';
import type { StreamConfig } from '../wire.ts';
import { withoutDropped } from './dropped.ts';
import { allFaults, checkRules, type Rule } from './rule.ts';
import { shapeFaults } from './shape.ts';
import type { Fault, StreamSituation } from './situation.ts';
import { streamAccount } from './stream/account.ts';
import { cycleOf } from './stream/cycle.ts';
import { streamNames } from './stream/names.ts';
import { streamReplicas } from './stream/replicas.ts';
import { type StreamCase, streamCase } from './stream/stream-case.ts';
import { streamSubjects } from './stream/subjects.ts';
import { streamUpdate } from './stream/update.ts';

const rules: readonly Rule<StreamCase>[] = [
	...streamNames,
	...streamSubjects,
	...streamReplicas,
	{ path: 'sources', errCode: 10052, broken: cycleOf },
	...streamAccount,
	...streamUpdate,
];

/**
 * Why a server would refuse this configuration of a stream, as far as the situation is known. With `existing` it is an
 * update of that stream, else a creation. Values of wrong types are reported alone: the rules assume right types.
 */
export function checkStream(config: StreamConfig, situation: StreamSituation): readonly Fault[] {
	const { features } = situation;
	return allFaults(shapeFaults(streamFields, config, features), () =>
		checkRules(rules, streamCase(withoutDropped(streamFields, config, features), situation), features),
	);
}
