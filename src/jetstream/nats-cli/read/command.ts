import type { EndpointId } from '../../endpoints.ts';
import type { Config } from '../../fields/config.ts';
import { nameProblem } from '../../subject.ts';
import type { SubjectParam } from '../../subject-template.ts';
import { type Draft, elsewhere, ignored, type ReadFlag, type Take, withKey } from './part.ts';

/** An argument of a command, in its order. */
export interface ReadArgument {
	/** Its name in a sentence: `the name of the stream`. */
	readonly name: string;
	readonly optional?: true;
	/** It is part of the subject. */
	readonly param?: SubjectParam['name'];
	readonly take: Take;
}

/** What the deck offers in place of a command of the nats CLI. */
export interface Replacement {
	/** Which of its names are in the subject, from 0, if not the first ones: `stream copy A B` creates B. */
	readonly names?: readonly number[];
	/** The command of the deck by its id, and its key or its word in the palette. */
	readonly by: readonly [command: string, key: string];
	/** What that command does, to follow its key. */
	readonly does: string;
}

/** A command of the nats CLI and its request. Words and short forms as in natscli 0.1 and later. */
export interface NatsCommand {
	readonly groups: readonly string[];
	/** Its own words; those of a nested command contain a blank. */
	readonly words: readonly string[];
	readonly endpoint: EndpointId;
	/** What it does, if that is more than its request. */
	readonly title?: string;
	readonly arguments?: readonly ReadArgument[];
	readonly flags?: readonly ReadFlag[];
	/** The configuration that it describes, which may come from a file with `--config`. */
	readonly configures?: {
		readonly kind: 'stream' | 'consumer';
		readonly verb: 'add' | 'edit';
		/** Defaults of the nats CLI that servers do not have. */
		readonly defaults?: Config;
	};
	/** Completes the draft after all words, with the defaults of the nats CLI. */
	readonly finish?: (draft: Draft) => Draft | string;
	/** What the nats CLI does besides, in a sentence. */
	readonly note?: string;
	/** The command is more than one request, or none: only the main one is named. */
	readonly named?: Replacement;
}

export const nameOf = (param: 'stream' | 'consumer' | 'account'): ReadArgument => ({
	name: `the name of the ${param}`,
	param,
	take: (draft, [name = '']) => {
		const rule = nameProblem(name);
		return rule === undefined
			? { ...draft, params: { ...draft.params, [param]: name } }
			: `The name of the ${param} ${rule}.`;
	},
});

export const streamName = nameOf('stream');
export const consumerName = nameOf('consumer');

/** A word that is the value of a key of the body. */
export const wordFor = (key: string, name: string): ReadArgument => ({
	name,
	take: (draft, [said]) => withKey(draft, key, said),
});

export const json = ignored('--json', '-j');
export const force = ignored('--force', '-f');
export const all = ignored('--all', '-a');
export const choose = ignored('--no-select');

/** Names alone are another request. */
export const namesOnly = (endpoint: EndpointId): ReadFlag => ({
	names: ['--names', '-n'],
	take: (draft) => ({ ...draft, endpoint }),
});

export const ofConfig = [
	json,
	elsewhere('Leave it out: jetdeck checks the configuration before it sends anything.', '--validate'),
	elsewhere('Leave it out: to save the configuration as a file, show it and press w.', '--output'),
	ignored('--defaults'),
];

export const ofEdit = (kind: 'stream' | 'consumer'): readonly ReadFlag[] => [
	json,
	force,
	elsewhere('Leave it out: jetdeck shows the difference, and sends nothing before you confirm.', '--dry-run'),
	elsewhere(`Leave it out: to edit the ${kind} in $EDITOR, show it and press E.`, '--interactive', '-i'),
];

export const stepDown = ['step-down', 'stepdown', 'sd', 'elect', 'down', 'd'].flatMap(inCluster);
export const preferred: ReadFlag = {
	names: ['--preferred'],
	value: 'SERVER',
	take: (draft, [server]) => withKey(draft, 'placement', { preferred: server }),
};

export function inCluster(word: string): readonly string[] {
	return [`cluster ${word}`, `c ${word}`];
}
