import type { EndpointId } from '../../endpoints.ts';
import type { Config } from '../../fields/config.ts';
import { nameProblem } from '../../subject.ts';
import type { SubjectParam } from '../../subject-template.ts';
import { type Draft, elsewhere, idle, type ReadFlag, type Take, withKey } from './part.ts';

/** A word behind a command, in its order. */
export interface ReadArgument {
	/** As a sentence says it: `the name of the stream`. */
	readonly name: string;
	readonly optional?: true;
	/** It stands in the subject. */
	readonly param?: SubjectParam['name'];
	readonly take: Take;
}

/** What the deck has for a command of the nats CLI. */
export interface Instead {
	/** Which of its names stand in the subject, from 0, where these are not the first: `stream copy A B` creates B. */
	readonly names?: readonly number[];
	/** The command of the deck by its id, and its key or its word in the palette. */
	readonly by?: readonly [command: string, key: string];
	/** What that does, behind the key; without one a sentence. */
	readonly does: string;
}

/** A command of the nats CLI and the request behind it. Words and short forms as in natscli 0.1 and later. */
export interface NatsCommand {
	readonly groups: readonly string[];
	/** Its own words; those of a command inside of another have a blank. */
	readonly words: readonly string[];
	readonly endpoint: EndpointId;
	/** What it does, where its request says less. */
	readonly title?: string;
	readonly arguments?: readonly ReadArgument[];
	readonly flags?: readonly ReadFlag[];
	/** What it describes; it may come from a file with `--config`. */
	readonly configures?: {
		readonly kind: 'stream' | 'consumer';
		readonly verb: 'add' | 'edit';
		/** What the program takes where nothing is said, and servers do not. */
		readonly defaults?: Config;
	};
	/** What only all words together say, and what the program itself takes where they say nothing. */
	readonly finish?: (draft: Draft) => Draft | string;
	/** What the program does besides, in a sentence. */
	readonly note?: string;
	/** It is more than one request, or none: only the one behind it is named. */
	readonly named?: Instead;
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

/** A word that is a key of the body as it stands. */
export const wordFor = (key: string, name: string): ReadArgument => ({
	name,
	take: (draft, [said]) => withKey(draft, key, said),
});

export const json = idle('--json', '-j');
export const force = idle('--force', '-f');
export const all = idle('--all', '-a');
export const choose = idle('--no-select');

/** Names alone are another request. */
export const namesOnly = (endpoint: EndpointId): ReadFlag => ({
	names: ['--names', '-n'],
	take: (draft) => ({ ...draft, endpoint }),
});

export const ofConfig = [
	json,
	elsewhere('Leave it out: what is wrong is said before anything is sent.', '--validate'),
	elsewhere('Leave it out: w, where it is shown, saves the configuration as a file.', '--output'),
	idle('--defaults'),
];

export const ofEdit = (kind: 'stream' | 'consumer'): readonly ReadFlag[] => [
	json,
	force,
	elsewhere('Leave it out: the difference is shown, and nothing is sent before you say yes.', '--dry-run'),
	elsewhere(`Leave it out: E, where the ${kind} is shown, edits it in $EDITOR.`, '--interactive', '-i'),
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
