import { bucketOf } from '../jetstream/buckets/bucket.ts';
import { copiedSettings } from '../jetstream/buckets/config.ts';
import { configurationOf } from '../jetstream/configuration-of.ts';
import type { ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';
import { type Change, open, orHome } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { typed } from './draft.ts';
import { toStep } from './edit.ts';
import {
	bucketCopyForm,
	bucketEditForm,
	type ConsumerForm,
	consumerCopyForm,
	consumerEditForm,
	type Form,
	type FormId,
	newBucketForm,
	newConsumerForm,
	newStreamForm,
	type StreamForm,
	streamCopyForm,
	streamEditForm,
} from './form.ts';
import { onBase } from './rebase.ts';

const begun = { step: 0, rows: {}, review: 'JSON' } as const;

/** Opens the form of a new stream, as it was left. */
export function openNewStream(state: DeckState): Change {
	const form: StreamForm = { ...begun, id: newStreamForm, asset: 'stream', draft: {} };
	return openForm(state, state.forms.get(form.id) ?? form);
}

/** Opens the form of a new bucket, as it was left. */
export function openNewBucket(state: DeckState): Change {
	const form: StreamForm = { ...begun, id: newBucketForm, asset: 'stream', bucket: 'kv', draft: {} };
	return openForm(state, state.forms.get(form.id) ?? form);
}

export function openNewConsumer(state: DeckState, stream: string): Change {
	const form: ConsumerForm = { ...begun, id: newConsumerForm(stream), asset: 'consumer', stream, draft: {} };
	return openForm(state, state.forms.get(form.id) ?? form);
}

/** A copy needs no preset: it begins with the step of its name. */
const copied = { ...begun, purpose: 'copy', step: 1 } as const;

/** Opens the form of a copy, which needs a new name, and subjects that no stream uses yet. */
export function openStreamCopy(state: DeckState, info: StreamInfo): Change {
	const { name, subjects: _, sealed: __, ...rest } = configurationOf(info);
	const draft = { name: typed(''), ...(rest.mirror === undefined && { subjects: typed('') }), ...rest };
	const form: StreamForm = { ...copied, id: streamCopyForm(name), asset: 'stream', draft };
	return openForm(state, state.forms.get(form.id) ?? form);
}

/** Opens the form of a copy of a bucket: its subjects follow from the new name. */
export function openBucketCopy(state: DeckState, info: StreamInfo): Change {
	const config = configurationOf(info) as StreamInfo['config'];
	const bucket = bucketOf(config);
	if (bucket === undefined) return openStreamCopy(state, info);
	const draft = { name: typed(''), ...copiedSettings(bucket) };
	const id = bucketCopyForm(config.name);
	const form: StreamForm = { ...copied, id, asset: 'stream', bucket: bucket.kind, draft };
	return openForm(state, state.forms.get(id) ?? form);
}

export function openConsumerCopy(state: DeckState, info: ConsumerInfo): Change {
	const { name: _, durable_name: durable, pause_until: __, ...rest } = configurationOf(info);
	const draft = { [durable === undefined ? 'name' : 'durable_name']: typed(''), ...rest };
	const id = consumerCopyForm(info.stream_name, info.name);
	const form: ConsumerForm = { ...copied, id, asset: 'consumer', stream: info.stream_name, draft };
	return openForm(state, state.forms.get(id) ?? form);
}

type Known = Pick<DeckState, 'forms'>;

/** The form that edits a stream just read, with what was typed into it before. */
export function streamEdit({ forms }: Known, info: StreamInfo): Form {
	return onKnown(forms, streamEditAnew(info), info);
}

export function consumerEdit({ forms }: Known, info: ConsumerInfo): Form {
	return onKnown(forms, consumerEditAnew(info), info);
}

/** Text typed for a deleted stream or consumer does not apply to a new one of the same name. */
function onKnown(forms: Known['forms'], anew: Form, info: StreamInfo | ConsumerInfo): Form {
	const known = forms.get(anew.id);
	return known !== undefined && known.info?.created === info.created ? onBase(known, info) : anew;
}

export function streamEditAnew(info: StreamInfo): Form {
	return { ...begun, id: streamEditForm(info.config.name), asset: 'stream', draft: info.config, info };
}

export function consumerEditAnew(info: ConsumerInfo): Form {
	const { stream_name: stream, name, config } = info;
	return { ...begun, id: consumerEditForm(stream, name), asset: 'consumer', stream, draft: config, info };
}

export function openStreamEdit(state: DeckState, info: StreamInfo): Change {
	return openForm(state, streamEdit(state, info));
}

/** Edits the stream of a bucket in the words of buckets. */
export function openBucketEdit(state: DeckState, info: StreamInfo): Change {
	const kind = bucketOf(info.config)?.kind;
	if (kind === undefined) return openStreamEdit(state, info);
	const anew = { ...streamEditAnew(info), id: bucketEditForm(info.config.name), bucket: kind } as Form;
	return openForm(state, onKnown(state.forms, anew, info));
}

export function openConsumerEdit(state: DeckState, info: ConsumerInfo): Change {
	return openForm(state, consumerEdit(state, info));
}

function openForm(state: DeckState, form: Form): Change {
	return { ...putForm(state, toStep(form, form.step)), ...open(state, { kind: 'form', form: form.id }) };
}

export function putForm(state: Pick<DeckState, 'forms'>, form: Form): Pick<DeckState, 'forms'> {
	return { forms: new Map(state.forms).set(form.id, form) };
}

/** Drops a form and leaves the views that show it. */
export function dropForm(state: DeckState, id: FormId): Pick<DeckState, 'forms' | 'views'> {
	const forms = new Map(state.forms);
	forms.delete(id);
	const views = state.views.filter((view) => !('form' in view && view.form === id));
	return { forms, views: orHome(views) };
}
