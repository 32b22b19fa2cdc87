import { plain } from '../plan/wording.ts';
import type { Plan } from '../proposal.ts';

/** A deletion that backs its streams up before; unless a backup is whole, nothing is deleted. */
export function withBackupFirst(deletion: Plan, backup: Plan): Plan {
	if ('refusal' in deletion) return deletion;
	if ('refusal' in backup) return backup;
	return {
		...deletion,
		title: `${backup.title}, then delete`,
		consequences: [
			...backup.consequences,
			plain('jetdeck deletes nothing unless the backup is complete.'),
			...deletion.consequences,
		],
		steps: [...backup.steps, ...deletion.steps.map((step) => ({ title: deletion.title, ...step }))],
		stopsAt: 'warning',
	};
}
