import { type Features, supports } from '../../jetstream/server-features.ts';
import { plain, warn } from '../plan/wording.ts';
import type { Consequence, Plan } from '../proposal.ts';

/** A deletion that first backs up its streams; it deletes nothing unless every backup is complete. */
export function withBackupFirst(deletion: Plan, backup: Plan, features: Features): Plan {
	if ('refusal' in deletion) return deletion;
	if ('refusal' in backup) return backup;
	return {
		...deletion,
		title: `${backup.title}, then delete`,
		consequences: [
			...backup.consequences,
			plain('jetdeck deletes nothing unless the backup is complete.'),
			...notInBackup(features),
			...deletion.consequences,
		],
		steps: [...backup.steps, ...deletion.steps.map((step) => ({ title: deletion.title, ...step }))],
		stopsAt: 'warning',
	};
}

/** What the deletion loses although the backup is complete. */
function notInBackup(features: Features): readonly Consequence[] {
	return [
		warn('Messages that arrive after the backup begins are not in it: they will be lost.'),
		...(supports(features, '2.15')
			? []
			: [warn('nats-server before 2.15 copies damaged messages into the backup: jetdeck does not notice them.')]),
	];
}
