import type { Asset } from '../changes/asset.ts';
import type { Configuration } from '../changes/proposal.ts';
import { stringifyJson } from '../format/json.ts';
import { configurationOf } from '../jetstream/configuration-of.ts';
import { writtenConfig } from './config.ts';
import type { Draft } from './draft.ts';
import { editorText, type Round } from './editor-text.ts';
import { bucketKindOf, type Form } from './form.ts';

/** The stream or consumer that a form edits; undefined for a creation. */
export function formAsset(form: Form): Asset | undefined {
	if (form.info === undefined) return undefined;
	return form.asset === 'stream'
		? { kind: 'stream', stream: form.info.config.name }
		: { kind: 'consumer', stream: form.stream, consumer: form.info.name };
}

/** What is edited, for the notes above a text: `Stream LOGS`. */
export function formTitle(form: Form): string {
	if (bucketKindOf(form) !== undefined && form.info === undefined) return 'A new bucket, as its stream';
	if (form.asset === 'stream') return form.info === undefined ? 'A new stream' : `Stream ${form.info.config.name}`;
	const consumer = form.info === undefined ? 'A new consumer' : `Consumer ${form.info.name}`;
	return `${consumer} of stream ${form.stream}`;
}

export function formFile(form: Form): string {
	return `${(form.asset === 'stream' ? form.info?.config.name : form.info?.name) ?? form.asset}.json`;
}

/** The text that an editor starts with: the form's configuration, or the last text if it is not valid. */
export function beginText(form: Form): Round {
	if (form.left !== undefined) return form.left;
	return { given: editorText(own(writtenConfig(form).config)) };
}

/** Whether a form changes anything on the server. */
export const isChanged = ({ info, draft }: Form): boolean => info !== undefined && draft !== info.config;

/** Without the metadata that the server writes. */
const own = (config: Configuration): Configuration => configurationOf({ config });

/** The form with a configuration parsed from a text. Values equal to the server's stay the same objects. */
export function takeConfig(form: Form, config: Configuration): Form {
	const { left: _, refused: __, ...rest } = asPlain(form);
	return { ...rest, draft: form.info === undefined ? config : sameWhereEqual({ ...form.info.config }, config) };
}

/** The text of a new bucket is the configuration of its stream: from then on it is written as that. */
function asPlain(form: Form): Form {
	if (form.asset !== 'stream' || form.info !== undefined) return form;
	const { bucket: _, ...rest } = form;
	return rest;
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
