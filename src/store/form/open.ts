import type { ConsumerInfo, StreamInfo } from '../../jetstream/wire.ts';
import { type Change, open } from '../nav.ts';
import type { DeckState } from '../state.ts';
import { typed } from './draft.ts';
import {
	type ConsumerForm,
	consumerEditForm,
	type Form,
	type FormId,
	newConsumerForm,
	newStreamForm,
	type StreamForm,
	streamEditForm,
} from './form.ts';
import { onBase } from './rebase.ts';

const begun = { step: 0, rows: {}, review: 'JSON' } as const;

/** To the form of a new stream, as it was left; `draft`: begins with another configuration. */
export function openNewStream(state: DeckState, draft?: StreamForm['draft']): Change {
	const known = state.forms.get(newStreamForm);
	const form: StreamForm = { ...begun, id: newStreamForm, asset: 'stream', draft: draft ?? {} };
	if (draft === undefined) return openForm(state, known ?? form);
	// What is copied or read from a file has its purpose already.
	return openForm(state, { ...form, purpose: 'blank', step: 1 });
}

export function openNewConsumer(state: DeckState, stream: string, draft?: ConsumerForm['draft']): Change {
	const id = newConsumerForm(stream);
	const form: ConsumerForm = { ...begun, id, asset: 'consumer', stream, draft: draft ?? {} };
	if (draft === undefined) return openForm(state, state.forms.get(id) ?? form);
	return openForm(state, { ...form, purpose: 'worker', step: 1 });
}

/** The form that edits a stream as it was just read, with what was typed into it before. */
export function streamEdit(state: Pick<DeckState, 'forms'>, info: StreamInfo): Form {
	const id = streamEditForm(info.config.name);
	const known = state.forms.get(id);
	return known === undefined ? { ...begun, id, asset: 'stream', draft: info.config, info } : onBase(known, info);
}

export function consumerEdit(state: Pick<DeckState, 'forms'>, info: ConsumerInfo): Form {
	const { stream_name: stream, name, config } = info;
	const id = consumerEditForm(stream, name);
	const known = state.forms.get(id);
	return known === undefined ? { ...begun, id, asset: 'consumer', stream, draft: config, info } : onBase(known, info);
}

export function openStreamEdit(state: DeckState, info: StreamInfo): Change {
	return openForm(state, streamEdit(state, info));
}

export function openConsumerEdit(state: DeckState, info: ConsumerInfo): Change {
	return openForm(state, consumerEdit(state, info));
}

/** A copy of a stream, under a name still to be given; its subjects would overlap. */
export function copyOfStream({ config }: StreamInfo): StreamForm['draft'] {
	const { name: _, subjects: __, sealed: ___, ...rest } = config;
	return { name: typed(''), ...(config.mirror === undefined && { subjects: typed('') }), ...rest };
}

function openForm(state: DeckState, form: Form): Change {
	return { ...putForm(state, form), ...open(state, { kind: 'form', form: form.id }) };
}

export function putForm(state: Pick<DeckState, 'forms'>, form: Form): Pick<DeckState, 'forms'> {
	return { forms: new Map(state.forms).set(form.id, form) };
}

/** Forgets a form, and the places that show it. */
export function dropForm(state: DeckState, id: FormId): Pick<DeckState, 'forms' | 'views'> {
	const forms = new Map(state.forms);
	forms.delete(id);
	const views = state.views.filter((view) => view.kind !== 'form' || view.form !== id);
	return { forms, views: views.length === 0 ? [{ kind: 'streams' }] : views };
}
