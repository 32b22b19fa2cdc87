import type { Prompt, Questions } from '../store/overlay.ts';
import { giveBack, terminate } from './acknowledge.ts';
import { applyAnswered } from './apply.ts';
import { backupAnswered, restoreAnswered } from './backup.ts';
import { pauseFor, resetTo } from './change-consumers.ts';
import type { CommandContext } from './command.ts';
import { exportAnswered } from './export.ts';
import { fetchFrom } from './fetch.ts';
import { putValue, setTtl } from './key-changes.ts';
import { newKey, newKeyTtl } from './key-new.ts';
import { showPattern } from './keys.ts';
import { goToMessages, showSubject } from './messages.ts';
import { objectAnswered } from './object-changes.ts';
import { objectGetAnswered, objectPutAnswered } from './object-files.ts';
import { planAnswered } from './plan.ts';
import { answerPurge } from './purge.ts';
import { saveAnswered } from './save-as.ts';

/** A sentence to keep the prompt open with, or nothing when done. */
type Outcome = Promise<string | undefined> | string | undefined;

/** What the answer to each kind of question does. */
const answers: {
	readonly [Kind in keyof Questions]: (context: CommandContext, question: Questions[Kind], typed: string) => Outcome;
} = {
	password: ({ host }, { login }, typed) => void host.logIn(login, typed),
	'apply-file': (context, _, typed) => applyAnswered(context, typed),
	'export-folder': (context, _, typed) => exportAnswered(context, typed),
	'plan-folder': (context, _, typed) => planAnswered(context, typed),
	'backup-folder': (context, wish, typed) => backupAnswered(context, wish, typed),
	'restore-folder': (context, _, typed) => restoreAnswered(context, typed),
	save: (context, { file }, typed) => saveAnswered(context, file, typed),
	'go-to': (context, { wish }, typed) => goToMessages(context, wish, typed),
	'messages-subject': (context, _, typed) => showSubject(context, typed),
	'new-key': newKey,
	'key-value': putValue,
	'key-ttl': setTtl,
	'new-key-ttl': newKeyTtl,
	'keys-pattern': (context, _, typed) => showPattern(context, typed),
	'object-put': objectPutAnswered,
	'object-get': objectGetAnswered,
	'object-rename': objectAnswered('object-rename'),
	'object-describe': objectAnswered('object-describe'),
	'object-link': objectAnswered('object-link'),
	fetch: (context, { consumer }, typed) => fetchFrom(context, consumer, typed),
	'give-back': (context, { held }, typed) => giveBack(context, held, typed),
	terminate: (context, { held }, typed) => terminate(context, held, typed),
	pause: (context, { consumers }, typed) => pauseFor(context, consumers, typed),
	reset: (context, { consumer }, typed) => resetTo(context, consumer, typed),
	purge: answerPurge,
};

/** Takes the line that a prompt asked for; blanks around it belong to secrets alone. */
export function answer(context: CommandContext, { asks, secret }: Prompt, typed: string): Outcome {
	return answers[asks.kind](context, asks as never, secret ? typed : typed.trim());
}
