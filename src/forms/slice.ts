import type { Slice } from '../store/slice.ts';
import { type Form, type FormId, isEdit } from './form.ts';

declare module '../store/state.ts' {
	interface DeckState {
		/** Forms, until they are sent or dropped. */
		readonly forms: ReadonlyMap<FormId, Form>;
	}
}

/** A new connection keeps the forms of creations, which work on any server, and drops those of edits. */
export const formsSlice: Slice<'forms'> = {
	initial: () => ({ forms: new Map() }),
	onNewConnection: ({ forms }) => ({ forms: new Map([...forms].filter(([, form]) => !isEdit(form))) }),
};
