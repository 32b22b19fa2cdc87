import type { Problem } from '../jetstream/problem.ts';
import { type JournalEntry, mostHeld, mostKept } from './journal.ts';
import { isKept, kvContent, kvRevision } from './journal-values.ts';
import type { Step } from './proposal.ts';
import type { Run } from './run.ts';
import type { Wire } from './wire.ts';

/** Why a request that the journal could not store was not sent. */
export function unkeptProblem({ subject }: Pick<JournalEntry, 'subject'>, why: string): Problem {
	return {
		kind: 'unkept',
		subject,
		message: `Nothing was sent: jetdeck could not write the journal. ${why}`,
		advice: '',
	};
}

/** What is sent, as the journal stores it. `values`: with values of keys. */
function contentOf(wire: Wire, values: boolean): Pick<JournalEntry, 'payload' | 'text' | 'textLength'> {
	switch (wire.kind) {
		case 'request':
		case 'pull':
			return wire.body === undefined ? {} : { payload: wire.body };
		case 'acknowledgement':
			return { text: wire.ack.payload };
		case 'message':
			return textOf(wire.raw.payload);
		case 'listen':
			return {};
		case 'transfer':
			return { payload: { ...wire.params, ...wire.body } };
		case 'kv':
			return { payload: kvContent(wire, values) };
		default:
			return wire satisfies never;
	}
}

function textOf(payload: string): Pick<JournalEntry, 'text' | 'textLength'> {
	if (payload === '') return {};
	return { text: payload.slice(0, mostHeld), ...(payload.length > mostKept && { textLength: payload.length }) };
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
		...contentOf(wire, values),
		...(expects?.created !== undefined && { created: expects.created }),
		...(before !== undefined && { before }),
		...(earlier !== undefined && { before: kvRevision(earlier, values) }),
		...(earlier !== undefined && isKept(earlier) && { earlier }),
		...(consumers !== undefined && { consumers }),
		...(position !== undefined && { position }),
		...(proposal.undoes !== undefined && { undoes: proposal.undoes }),
	};
}
