import { formPlace as scopeOfForm } from '../../forms/current.ts';
import { bucketKindOf, type Form } from '../../forms/form.ts';
import { formInterests } from '../../forms/interests.ts';
import { stepOf, stepsOf } from '../../forms/steps.ts';
import { bucketNameIn } from '../../jetstream/buckets/bucket.ts';
import { accountResource } from '../../store/account-resource.ts';
import type { DeckState } from '../../store/state.ts';
import { neverFalls, none, type PlaceRow, type Selection, type ViewAt } from './row.ts';

type Here = ViewAt<'form'>;

/** A form. */
export const formPlace: PlaceRow<Here> = {
	crumbs,
	about: ({ form }) => form,
	body: { kind: 'form' },
	interests: (state, { form: id }) => {
		const form = state.forms.get(id);
		return [accountResource(1), ...(form === undefined ? [] : formInterests(form, state))];
	},
	sweep: 'none',
	scopes: (state) => [scopeOfForm(state)],
	fallsWith: neverFalls,
	acts,
	panes: none,
	report: 'not printed',
};

/** The form and its step. */
function crumbs({ forms }: DeckState, { form: id }: Here): readonly string[] {
	const form = forms.get(id);
	if (form === undefined) return ['Form'];
	const { title } = stepOf(form);
	const at = `${title} · step ${form.step + 1} of ${stepsOf(form).length}`;
	if (bucketKindOf(form) !== undefined) return ['Buckets', bucketIn(form) ?? 'new bucket', at];
	if (form.asset === 'stream') return ['Streams', form.info?.config.name ?? 'new stream', at];
	return ['Streams', form.stream, 'consumers', form.info?.name ?? 'new consumer', at];
}

/** The name of the bucket that is edited. */
const bucketIn = ({ info }: Form): string | undefined => info && bucketNameIn(String(info.config.name))?.bucket;

function acts({ forms }: DeckState, { form: id }: Here): Selection {
	const form = forms.get(id);
	const stream = form?.asset === 'stream' ? form.info?.config.name : form?.stream;
	return stream === undefined ? {} : { stream };
}
