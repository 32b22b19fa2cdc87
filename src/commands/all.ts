import { acknowledgeCommands } from './acknowledge.ts';
import { applyCommands } from './apply.ts';
import { backupCommands } from './backup.ts';
import { bucketCommands } from './buckets.ts';
import { changeBucketCommands } from './change-buckets.ts';
import { changeConsumerCommands } from './change-consumers.ts';
import { changeStreamCommands } from './change-streams.ts';
import { choiceCommands } from './choice.ts';
import { clusterCommands } from './cluster.ts';
import type { Command } from './command.ts';
import { compareCommands } from './compare.ts';
import { completePathCommands } from './complete-path.ts';
import { confirmCommands } from './confirm.ts';
import { consoleLineCommands } from './console-line.ts';
import { consoleReplyCommands } from './console-replies.ts';
import { copySaveCommands } from './copy-save.ts';
import { deckCommands } from './deck.ts';
import { downgradeCommands } from './downgrade.ts';
import { editTextCommands } from './edit-text.ts';
import { eventCommands } from './events.ts';
import { exportCommands } from './export.ts';
import { fetchCommands } from './fetch.ts';
import { findCommands } from './find.ts';
import { formCommands } from './form.ts';
import { formReviewCommands } from './form-review.ts';
import { goCommands } from './go.ts';
import { helpCommands } from './help-keys.ts';
import { journalCommands } from './journal.ts';
import { keyChangeCommands } from './key-changes.ts';
import { keyEditCommands } from './key-edit.ts';
import { keyFileCommands } from './key-files.ts';
import { newKeyCommands } from './key-new.ts';
import { keysCommands } from './keys.ts';
import { lineageCommands } from './lineage.ts';
import { listCommands } from './list.ts';
import { menuCommands } from './menu.ts';
import { messageCommands } from './message.ts';
import { messageActionCommands } from './message-actions.ts';
import { messagesCommands } from './messages.ts';
import { metaCommands } from './meta.ts';
import { moveCommands } from './move.ts';
import { nameCommands } from './names.ts';
import { objectChangeCommands } from './object-changes.ts';
import { objectFileCommands } from './object-files.ts';
import { objectCommands } from './objects.ts';
import { openFormCommands } from './open-form.ts';
import { overlayCommands } from './overlays.ts';
import { paletteCommands } from './palette-keys.ts';
import { peerCommands } from './peers.ts';
import { planCommands } from './plan.ts';
import { pollingCommands } from './polling.ts';
import { publishCommands } from './publish.ts';
import { purgeCommands } from './purge.ts';
import { systemCommands } from './system.ts';
import { tenantCommands } from './tenants.ts';

const rows: readonly Command[] = [
	...goCommands,
	...bucketCommands,
	...nameCommands,
	...peerCommands,
	...lineageCommands,
	...downgradeCommands,
	...eventCommands,
	...systemCommands,
	...metaCommands,
	...tenantCommands,
	...journalCommands,
	...keysCommands,
	...objectCommands,
	...objectFileCommands,
	...objectChangeCommands,
	...messagesCommands,
	...messageCommands,
	...fetchCommands,
	...acknowledgeCommands,
	...messageActionCommands,
	...menuCommands,
	...newKeyCommands,
	...keyChangeCommands,
	...keyEditCommands,
	...keyFileCommands,
	...compareCommands,
	...openFormCommands,
	...editTextCommands,
	...formCommands,
	...formReviewCommands,
	...publishCommands,
	...purgeCommands,
	...changeStreamCommands,
	...changeBucketCommands,
	...changeConsumerCommands,
	...clusterCommands,
	...backupCommands,
	...applyCommands,
	...planCommands,
	...exportCommands,
	...consoleLineCommands,
	...consoleReplyCommands,
	...findCommands,
	...listCommands,
	...moveCommands,
	...copySaveCommands,
	...pollingCommands,
	...deckCommands,
	...overlayCommands,
	...completePathCommands,
	...helpCommands,
	...paletteCommands,
	...choiceCommands,
	...confirmCommands,
];

const isDigit = (key: string | undefined): boolean => key !== undefined && /^\d$/.test(key);

/** Everything a person can do. Places that a digit opens come first, by digit. */
export const commands: readonly Command[] = [
	...rows.filter(({ keys: [key] }) => isDigit(key)).toSorted((a, b) => Number(a.keys[0]) - Number(b.keys[0])),
	...rows.filter(({ keys: [key] }) => !isDigit(key)),
];
