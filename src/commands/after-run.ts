import type { StoreApi } from 'zustand/vanilla';
import { type Asset, assetName, assetOf, touches } from '../changes/asset.ts';
import { latestBackup } from '../changes/backup/latest-backup.ts';
import { meaningOf } from '../changes/find-outcome.ts';
import { resultInWords } from '../changes/outcome/words.ts';
import { type Run, type StepResult, succeeded, wasApplied } from '../changes/run.ts';
import { storedNote } from '../changes/stored-differently.ts';
import { changeOf } from '../changes/table.ts';
import { lastUndoable } from '../changes/undo.ts';
import { consoleAfter } from '../console/after-run.ts';
import { total } from '../format/exact.ts';
import { isInteger, plural } from '../format/integer.ts';
import { writtenConfig } from '../forms/config.ts';
import { toField, toStep } from '../forms/edit.ts';
import { bucketKindOf, type Form, isEdit } from '../forms/form.ts';
import { dropForm, putForm } from '../forms/open.ts';
import { onBase } from '../forms/rebase.ts';
import type { Problem } from '../jetstream/problem.ts';
import { faultOf } from '../jetstream/rules/fault-of.ts';
import { currentView, listState, open, orHome } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { toast } from '../store/toast.ts';
import type { ListId, View } from '../store/view.ts';
import { withoutStored } from '../views/keys/draft.ts';
import { fetchedAfter } from '../views/messages/fetched.ts';
import { bodyInView, listOf, placeOf } from '../views/places.ts';

/**
 * Reports the end of a run. A success closes its dialog; anything else stays to be read, or becomes a toast if the dialog was
 * closed.
 */
export function afterRun(store: StoreApi<DeckState>, run: Run): void {
	const state = store.getState();
	const shown = state.overlay?.kind === 'confirm' && state.overlay.run === run.id;
	const places = succeeded(run) && run.proposal.form !== undefined ? sentForm(state, run) : placesAfter(state, run);
	const told = consoleAfter(state, run);
	const returned = succeeded(run) ? {} : returnedForm(state, run);
	const fetched = fetchedAfter({ ...state, ...places }, run, shown);
	store.setState({
		...places,
		...returned,
		...told,
		...withoutStored(state, run),
		...fetched,
		...(shown && succeeded(run) && { overlay: undefined }),
	});
	// The transcript shows it, and a toast would cover the line being typed.
	if (told !== undefined && bodyInView(store.getState()) === 'console') return;
	if (succeeded(run)) toast(store, ...doneToast(run, store.getState()));
	else if (!shown) toast(store, 'bad', `${run.proposal.title}: ${failureOf(run)}`);
}

/** That it is done, and which values the server stored differently. */
function doneToast(run: Run, state: DeckState): [tone: 'good' | 'warn', text: string] {
	const { proposal, results } = run;
	const warning = results.map((result) => (result.kind === 'done' ? result.warning : undefined)).find((each) => each);
	if (warning !== undefined) return ['warn', warning];
	const held = storedNote(run);
	return held === undefined
		? [
				'good',
				`${proposal.done}${purgedInWords(results)}${fetchedInWords(results)}${namedInWords(proposal, results)}${undoInWords(run, state)}`,
			]
		: ['warn', `${proposal.done} ${held}`];
}

/** How a deletion can be undone, and how far: configurations return, messages do not. */
function undoInWords({ proposal }: Run, { journal, target }: DeckState): string {
	const last = lastUndoable(journal, target.label);
	const step = proposal.steps.at(-1);
	if (last === undefined || step === undefined || last.asset.kind === 'subject') return '';
	const row = changeOf(last.endpoint);
	const { endpoint } = meaningOf(step);
	if (!row?.removes || typeof row.undo === 'string' || last.before === undefined) return '';
	if (last.endpoint !== endpoint || assetName(last.asset) !== assetName(step.asset)) return '';
	if (last.asset.kind === 'stream' && latestBackup(journal, target.label, last.asset.stream) !== undefined)
		return ' :undo restores its backup.';
	const messages = last.asset.kind === 'stream' ? ', without messages' : '';
	const which = proposal.steps.length === 1 ? 'it' : 'the last';
	return ` :undo creates ${which} again${messages}.`;
}

/** How many messages a purge has removed in fact. */
function purgedInWords(results: readonly StepResult[]): string {
	const purged = results.flatMap((result) => {
		const reply = result.kind === 'done' ? (result.reply as { readonly purged?: unknown } | null) : null;
		return isInteger(reply?.purged) ? [reply.purged] : [];
	});
	return purged.length === 0 ? '' : ` ${plural(total(purged), 'message')} removed.`;
}

/** What the server called what it was to name itself. */
function namedInWords({ steps }: Run['proposal'], [result]: readonly StepResult[]): string {
	if (result?.kind !== 'done' || steps[0]?.wire.endpoint !== 'consumer.create.ephemeral') return '';
	const { name } = (result.reply ?? {}) as { readonly name?: unknown };
	return typeof name === 'string' ? ` It is called ${name}.` : '';
}

/** How many messages a pull has brought, and why no more. */
function fetchedInWords(results: readonly StepResult[]): string {
	const [result] = results;
	if (result?.kind !== 'done' || result.messages === undefined) return '';
	const { ended } = result.reply as { readonly ended?: string };
	return ` ${plural(result.messages.length, 'message')} came.${ended === undefined ? '' : ` ${ended}`}`;
}

/** The form has done its work: what it made is shown in its place; from an edit one returns to where it began. */
function sentForm(state: DeckState, { proposal }: Run): Partial<DeckState> {
	const { form = '' } = proposal;
	const left = dropForm(state, form);
	const sent = state.forms.get(form);
	if (sent !== undefined && isEdit(sent)) return left;
	const inView = currentView(state);
	const [step] = proposal.steps;
	const asset = step && assetOf(step.asset);
	if (asset === undefined) return left;
	if (inView.kind !== 'form' || inView.form !== form) return left;
	const view = viewOfMade(asset, sent);
	const { views } = { ...state, ...left };
	return { ...left, ...open({ ...state, ...left, views }, view) };
}

/** What a form made is shown in its own words. */
function viewOfMade(made: Asset, form: Form | undefined): View {
	const { stream } = made;
	if (made.kind === 'consumer') return { kind: 'consumer', stream, consumer: made.consumer, pane: 'overview' };
	const isBucket = form !== undefined && bucketKindOf(form) !== undefined;
	return isBucket ? { kind: 'bucket', stream } : { kind: 'stream', stream, pane: 'overview' };
}

/** What was not done returns to the form, with everything still filled in: what the server refused, or what another hand did. */
function returnedForm(state: DeckState, { proposal, results }: Run): Pick<DeckState, 'forms'> | undefined {
	const left = proposal.form === undefined ? undefined : state.forms.get(proposal.form);
	const result = results.at(-1);
	if (left === undefined || result === undefined) return undefined;
	// A review shows its result at the top.
	const form = toStep(left, left.step);
	if (result.kind === 'refused') return putForm(state, refusedBy(form, result.problem, state));
	if (result.kind !== 'changed' || form.info === undefined) return undefined;
	return putForm(state, onBase(form, { ...form.info, config: result.now } as NonNullable<Form['info']>));
}

/** At the field that a refusal concerns. */
function refusedBy(form: Form, problem: Problem, { features }: DeckState): Form {
	const fault = faultOf(problem, writtenConfig(form).config);
	if (fault === undefined) return { ...form, refused: { problem } };
	return toField({ ...form, refused: { problem, fault } }, fault.path, features);
}

/** Why a run did not do all that it should, as sentences. */
function failureOf({ proposal, results }: Run): string {
	const failed = results.filter((result) => !wasApplied(result));
	const [first] = failed;
	if (first === undefined) return 'Nothing was sent.';
	const done = results.length - failed.length;
	return proposal.steps.length === 1
		? resultInWords(first)
		: `${done} of ${proposal.steps.length} done. ${resultInWords(first)}`;
}

/** Places and marks without what is no longer there. */
function placesAfter(state: DeckState, { proposal, results }: Run): Partial<DeckState> {
	const gone = proposal.steps
		.filter((step, at) => changeOf(meaningOf(step).endpoint)?.removes && wasApplied(results[at] ?? { kind: 'stopped' }))
		.flatMap(({ asset }) => assetOf(asset) ?? []);
	if (gone.length === 0) return {};
	const stays = (view: View): boolean => !gone.some((asset) => isGoneWith(placeOf(view).fallsWith(view), asset));
	const views = state.views.filter(stays);
	const lists = new Map(state.lists);
	const list: ListId = listOf(currentView(state));
	const { marked } = listState(state, list);
	const left = [...marked].filter((row) => !gone.some((asset) => rowOf(asset) === row));
	if (left.length !== marked.size) lists.set(list, { ...listState(state, list), marked: new Set(left) });
	return { views: orHome(views), previous: undefined, lists };
}

function rowOf(asset: Asset): string {
	return asset.kind === 'stream' ? asset.stream : `${asset.stream}\0${asset.consumer}`;
}

/** Whether something is no longer there when an asset is gone: it, or its stream. */
function isGoneWith(it: Asset | undefined, gone: Asset): boolean {
	return it !== undefined && (gone.kind === 'stream' || it.kind === 'consumer') && touches(it, gone);
}
