import type { Dialect } from '../../jetstream/dialect.ts';
import type { NatsMessage } from '../../jetstream/nats-cli/nats-line.ts';
import type { Api, Written } from '../../jetstream/request.ts';
import type { JournalEntry } from '../journal.ts';
import type { NatsTarget } from '../nats-command.ts';
import type { Configuration } from '../proposal.ts';
import type { StepResult } from '../run.ts';
import type { Sending } from '../sending.ts';
import type { Wire } from '../wire.ts';

/** What differs between the kinds of what a step sends. */
export interface WireKind<W extends Wire> {
	/** Its subject and payload, as the dialog shows them. A proposal is plain data: the door checks its parameters here. */
	readonly written: (wire: W, api: Api) => Written;
	/** Sends it, through the door. */
	readonly send: (wire: W, around: Sending) => Promise<StepResult> | StepResult;
	/** What the journal stores of its content. `values`: with values of keys, which are secret otherwise. */
	readonly kept: (wire: W, values: boolean) => Pick<JournalEntry, 'payload' | 'text' | 'textLength'>;
	/** How the nats CLI sends the same message; undefined where one message is not all. */
	readonly message: (wire: W, dialect: Dialect) => Omit<NatsMessage, 'subject'> | undefined;
	/** The command of the nats CLI that does the same. */
	readonly command?: (wire: W, target: NatsTarget, before: Configuration | undefined) => string | undefined;
}
