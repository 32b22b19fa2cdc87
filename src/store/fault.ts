import type { StoreApi } from 'zustand/vanilla';
import type { Problem } from '../jetstream/problem.ts';
import type { DeckState } from './state.ts';
import { toast } from './toast.ts';

/** What a fault of jetdeck's own says of itself, in one line. */
export function faultText(fault: unknown): string {
	return fault instanceof Error ? fault.message || fault.name : String(fault);
}

/** Shows that a part of the deck failed because of a bug, and that the rest still works. Its stack goes to JETDECK_LOG. */
export function noteFault(store: StoreApi<DeckState>, what: string, fault: unknown): void {
	console.error(fault);
	toast(store, 'bad', `${what}: a bug of jetdeck (${faultText(fault)}). The rest still works.`);
}

/** The same in place of a reply. */
export function faultProblem(subject: string, fault: unknown): Problem {
	console.error(fault);
	return {
		kind: 'other',
		subject,
		message: `A bug of jetdeck: ${faultText(fault)}.`,
		advice: 'Please report it. JETDECK_LOG=FILE writes its stack trace.',
	};
}
