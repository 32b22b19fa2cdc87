import type { Problem } from '../jetstream/problem.ts';
import type { JournalEntry } from './journal.ts';
import { isKept, kvRevision } from './journal-values.ts';
import type { Step } from './proposal.ts';
import type { Run } from './run.ts';
import { wireKind } from './wires/table.ts';

/** Why a request that the journal could not store was not sent. */
export function unkeptProblem({ subject }: Pick<JournalEntry, 'subject'>, why: string): Problem {
	return {
		kind: 'unkept',
		subject,
		message: `Nothing was sent: jetdeck could not write the journal. ${why}`,
		advice: '',
	};
}

/** What the journal stores about a step before sending it. `values`: with values of keys, which are secret otherwise. */
export function entryOf(
	{ id, proposal }: Run,
	{ title, asset, wire, before, earlier, consumers, position, expects }: Step,
	at: number,
	{ subject, target, values }: Pick<JournalEntry, 'subject' | 'target'> & { readonly values: boolean },
): Omit<JournalEntry, 'outcome'> {
	return {
		id: `${id}-${at}`,
		time: new Date().toISOString(),
		target,
		title: title ?? proposal.title,
		effect: proposal.effect,
		asset,
		endpoint: wire.endpoint,
		subject,
		...wireKind(wire).kept(wire, values),
		...(expects?.created !== undefined && { created: expects.created }),
		...(before !== undefined && { before }),
		...(earlier !== undefined && { before: kvRevision(earlier, values) }),
		...(earlier !== undefined && isKept(earlier) && { earlier }),
		...(consumers !== undefined && { consumers }),
		...(position !== undefined && { position }),
		...(proposal.undoes !== undefined && { undoes: proposal.undoes }),
	};
}
