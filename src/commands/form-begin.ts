import { currentForm } from '../forms/current.ts';
import { currentRow } from '../forms/edit.ts';
import { bucketKindOf, type Form } from '../forms/form.ts';
import { openBucketCopy, openConsumerCopy, openStreamCopy } from '../forms/open.ts';
import { presetAt } from '../forms/preset-rows.ts';
import { latest, unknown } from '../store/datum.ts';
import { closeOverlay } from '../store/nav.ts';
import type { Picked } from '../store/overlay.ts';
import { toast } from '../store/toast.ts';
import { type ConsumerKey, consumerKey } from '../store/view.ts';
import { bucketStreams } from '../views/buckets/row.ts';
import { askForFile } from './apply.ts';
import { choose } from './ask.ts';
import type { CommandContext } from './command.ts';
import { readConsumerOf, readStreamOf } from './open-form.ts';

declare module '../store/overlay.ts' {
	interface Picks {
		'copy-stream': { readonly name: string };
		'copy-bucket': { readonly stream: string };
		'copy-consumer': { readonly key: ConsumerKey };
	}
}

/** Goes where the purpose under the cursor begins, where that is not the form itself. Whether it does. */
export function beginElsewhere(context: CommandContext): boolean {
	const form = currentForm(context.state);
	const row = form && currentRow(form, context.state.features);
	const from = form && row && presetAt(form, row)?.from;
	if (form === undefined || from === undefined) return false;
	if (from === 'file') askForFile(context, '');
	else if (bucketKindOf(form) !== undefined) copyBucket(context);
	else if (form.asset === 'stream') copyStream(context);
	else copyConsumer(context, form.stream);
	return true;
}

function copyStream(context: CommandContext): void {
	const names = latest(context.state.streamNames) ?? [];
	pickName(context, 'stream', names, (name) => ({ kind: 'copy-stream', name }));
}

function copyBucket(context: CommandContext): void {
	pickName(context, 'bucket', bucketStreams(context.state), (stream) => ({ kind: 'copy-bucket', stream }));
}

function copyConsumer(context: CommandContext, stream: string): void {
	const names = latest(context.state.consumerNames.entries.get(stream) ?? unknown) ?? [];
	pickName(context, 'consumer', names, (name) => ({ kind: 'copy-consumer', key: consumerKey(stream, name) }));
}

function pickName(
	context: CommandContext,
	asset: Form['asset'] | 'bucket',
	names: readonly string[],
	pick: (name: string) => Picked,
): void {
	if (names.length === 0) {
		toast(context.deck.store, 'warn', `There is no ${asset} to copy yet.`);
		return;
	}
	choose(
		context,
		`Choose the ${asset} to copy`,
		names.map((name) => ({ label: name, detail: '', pick: pick(name) })),
	);
}

export function beginStreamCopy({ deck }: CommandContext, name: string): void {
	deck.store.setState(closeOverlay());
	readStreamOf(deck, name, (info) => deck.store.setState((now) => openStreamCopy(now, info)));
}

export function beginBucketCopy({ deck }: CommandContext, stream: string): void {
	deck.store.setState(closeOverlay());
	readStreamOf(deck, stream, (info) => deck.store.setState((now) => openBucketCopy(now, info)));
}

export function beginConsumerCopy({ deck }: CommandContext, key: ConsumerKey): void {
	deck.store.setState(closeOverlay());
	readConsumerOf(deck, key, (info) => deck.store.setState((now) => openConsumerCopy(now, info)));
}
