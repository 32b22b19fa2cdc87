import { currentForm } from '../forms/current.ts';
import { currentRow } from '../forms/edit.ts';
import type { Form } from '../forms/form.ts';
import { openConsumerCopy, openStreamCopy } from '../forms/open.ts';
import { presetAt } from '../forms/preset-rows.ts';
import { latest, unknown } from '../store/datum.ts';
import { closeOverlay } from '../store/nav.ts';
import { toast } from '../store/toast.ts';
import { consumerKey } from '../store/view.ts';
import { askForFile } from './apply.ts';
import { choose } from './ask.ts';
import type { CommandContext } from './command.ts';
import { readConsumerOf, readStreamOf } from './open-form.ts';

/** Goes where the purpose under the cursor begins, where that is not the form itself. Whether it does. */
export function beginElsewhere(context: CommandContext): boolean {
	const form = currentForm(context.state);
	const row = form && currentRow(form, context.state.features);
	const from = form && row && presetAt(form, row)?.from;
	if (form === undefined || from === undefined) return false;
	if (from === 'file') askForFile(context, '');
	else if (form.asset === 'stream') copyStream(context);
	else copyConsumer(context, form.stream);
	return true;
}

function copyStream(context: CommandContext): void {
	const { deck, state } = context;
	pickName(context, 'stream', latest(state.streamNames) ?? [], (name) =>
		readStreamOf(deck, name, (info) => deck.store.setState((now) => openStreamCopy(now, info))),
	);
}

function copyConsumer(context: CommandContext, stream: string): void {
	const { deck, state } = context;
	pickName(context, 'consumer', latest(state.consumerNames.entries.get(stream) ?? unknown) ?? [], (name) =>
		readConsumerOf(deck, consumerKey(stream, name), (info) =>
			deck.store.setState((now) => openConsumerCopy(now, info)),
		),
	);
}

function pickName(
	context: CommandContext,
	asset: Form['asset'],
	names: readonly string[],
	then: (name: string) => void,
): void {
	const { store } = context.deck;
	if (names.length === 0) {
		toast(store, 'warn', `There is no ${asset} to copy yet.`);
		return;
	}
	const pick = (name: string) => () => {
		store.setState(closeOverlay());
		then(name);
	};
	choose(
		context,
		`Copy which ${asset}?`,
		names.map((name) => ({ label: name, detail: '', pick: pick(name) })),
	);
}
