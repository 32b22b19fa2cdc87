import type { Version } from '../jetstream/endpoints/endpoint.ts';
import type { Field } from '../jetstream/fields/field.ts';
import type { Path } from './draft.ts';

export interface FormRow {
	/** Identifies the row; for a value, its path in the configuration. */
	readonly path: Path;
	readonly kind: 'heading' | 'preset' | 'text' | 'enum' | 'flag' | 'object' | 'entry' | 'add';
	readonly label: string;
	/** The current value, as text to edit. */
	readonly text: string;
	/** Shown while the value is empty: the server's default, in words. */
	readonly placeholder: string;
	/** How jetdeck reads the typed text, if that is spelled differently. */
	readonly understood?: string;
	readonly help: string;
	readonly indent: number;
	/** Why it cannot be changed, as a sentence. */
	readonly closed?: string;
	/** The version that it needs and the server is older than: then it is closed. */
	readonly lacks?: Version;
	/** It differs from the original value. */
	readonly touched: boolean;
	readonly field?: Field;
}
