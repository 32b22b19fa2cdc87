import type { Slice } from '../store/slice.ts';
import { type Form, type FormId, isEdit } from './form.ts';

declare module '../store/state.ts' {
	interface DeckState {
		/** Configurations being written, until they are sent or dropped. */
		readonly forms: ReadonlyMap<FormId, Form>;
	}
}

/** What is to be created can be created elsewhere too; what is edited is there only. */
export const formsSlice: Slice<'forms'> = {
	initial: () => ({ forms: new Map() }),
	onNewConnection: ({ forms }) => ({ forms: new Map([...forms].filter(([, form]) => !isEdit(form))) }),
};
