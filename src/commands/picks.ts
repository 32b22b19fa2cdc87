import { closeOverlay } from '../store/nav.ts';
import type { Picked, Picks } from '../store/overlay.ts';
import { undoEmptyPicked, undoFromBackup } from './backup.ts';
import { unpin } from './change-consumers.ts';
import { evacuate, removePeer, stepDown } from './cluster.ts';
import type { CommandContext } from './command.ts';
import { compareWith } from './compare.ts';
import { openBegun, openContext, openDemo } from './contexts.ts';
import { copyCode } from './copy-code.ts';
import { copyPicked } from './copying.ts';
import { showDowngrade } from './downgrade.ts';
import { putValue } from './form.ts';
import { beginBucketCopy, beginConsumerCopy, beginStreamCopy } from './form-begin.ts';
import { editKey } from './key-edit.ts';
import { newValue } from './key-new.ts';
import { runPicked } from './menu.ts';
import { proposeDelete } from './message-actions.ts';
import { stepDownMeta } from './meta.ts';
import { continuePurge } from './purge.ts';
import { askName, replaceFile } from './save-as.ts';
import { closeSystem, openSystem } from './system.ts';

/** What each kind of pick does. */
const picks: { readonly [Kind in keyof Picks]: (context: CommandContext, picked: Picks[Kind]) => void } = {
	close: ({ deck }) => deck.store.setState(closeOverlay()),
	context: (context, { name }) => openContext(context, name),
	begun: openBegun,
	demo: openDemo,
	command: (context, { id }) => runPicked(context, id),
	copy: copyPicked,
	'copy-code': (context, code) => void copyCode(context, code),
	'save-elsewhere': (context, { file, path }) => askName(context, file, path),
	'replace-file': (context, { file, path }) => void replaceFile(context, file, path),
	'copy-stream': (context, { name }) => beginStreamCopy(context, name),
	'copy-bucket': (context, { stream }) => beginBucketCopy(context, stream),
	'copy-consumer': (context, { key }) => beginConsumerCopy(context, key),
	'form-value': putValue,
	'delete-messages': proposeDelete,
	'new-value': newValue,
	compare: (context, picked) => void compareWith(context, picked),
	'edit-key': (context, edited) => void editKey(context, edited),
	purge: continuePurge,
	'step-down': stepDown,
	evacuate,
	downgrade: showDowngrade,
	'remove-peer': removePeer,
	unpin,
	'system-context': (context, { name }) => openSystem(context, name),
	'system-close': closeSystem,
	'meta-step-down': stepDownMeta,
	'undo-empty': undoEmptyPicked,
	'undo-from-backup': undoFromBackup,
};

/** Does what was picked. */
export function carryOut(context: CommandContext, picked: Picked): void {
	picks[picked.kind](context, picked as never);
}
