import type { Asset } from '../changes/asset.ts';
import type { Configuration } from '../changes/proposal.ts';
import { stringifyJson } from '../format/json.ts';
import { configurationOf } from '../jetstream/configuration-of.ts';
import { writtenConfig } from './config.ts';
import type { Draft } from './draft.ts';
import { editorText, type Round } from './editor-text.ts';
import type { Form } from './form.ts';

/** What a form edits; undefined for what is to be created. */
export function formAsset(form: Form): Asset | undefined {
	if (form.info === undefined) return undefined;
	return form.asset === 'stream'
		? { kind: 'stream', stream: form.info.config.name }
		: { kind: 'consumer', stream: form.stream, consumer: form.info.name };
}

/** What is edited, for the notes above a text: `Stream LOGS`. */
export function formTitle(form: Form): string {
	if (form.asset === 'stream') return form.info === undefined ? 'A new stream' : `Stream ${form.info.config.name}`;
	const consumer = form.info === undefined ? 'A new consumer' : `Consumer ${form.info.name}`;
	return `${consumer} of stream ${form.stream}`;
}

/** A file name for it. */
export function formFile(form: Form): string {
	return `${(form.asset === 'stream' ? form.info?.config.name : form.info?.name) ?? form.asset}.json`;
}

/** The text that an editor begins with: what the form says, or what was left of a text that means nothing yet. */
export function beginText(form: Form): Round {
	if (form.left !== undefined) return form.left;
	return { given: editorText(own(writtenConfig(form).config)) };
}

/** Whether a form says something else than what runs. */
export const isChanged = ({ info, draft }: Form): boolean => info !== undefined && draft !== info.config;

/** Without what the answering server writes into its metadata. */
const own = (config: Configuration): Configuration => configurationOf({ config });

/** The form with another configuration, as it was read from a text. What is equal to what runs stays the same value. */
export function takeConfig(form: Form, config: Configuration): Form {
	const { left: _, refused: __, ...rest } = form;
	return { ...rest, draft: form.info === undefined ? config : sameWhereEqual({ ...form.info.config }, config) };
}

function sameWhereEqual(before: Configuration, after: Configuration): Draft {
	const ownBefore = own(before);
	const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
	return Object.fromEntries(
		keys.flatMap((key) => {
			const value = equal(ownBefore[key], after[key]) ? before[key] : after[key];
			return value === undefined ? [] : [[key, value]];
		}),
	);
}

function equal(a: unknown, b: unknown): boolean {
	return a === b || (a !== undefined && b !== undefined && stringifyJson(a) === stringifyJson(b));
}
