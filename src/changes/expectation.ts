import { stringifyJson } from '../format/json.ts';
import { isRefusal, type Problem } from '../jetstream/problem.ts';
import type { Api } from '../jetstream/request.ts';
import type { ConsumerInfo, StreamInfo, Timestamp } from '../jetstream/wire.ts';
import { isAbsence } from '../store/collect.ts';
import { type Asset, assetName, assetOf } from './asset.ts';
import type { Configuration, Step } from './proposal.ts';
import type { StepResult } from './run.ts';

/** The current state of a stream or consumer. */
export type Found =
	| {
			readonly kind: 'there';
			readonly config: Configuration;
			readonly created: Timestamp | undefined;
			readonly info: object;
	  }
	| { readonly kind: 'absent' }
	| { readonly kind: 'unclear'; readonly problem: Problem };

/** Reads a stream or consumer from the server: from INFO, or without permission for that from LIST, which returns the same. */
export async function lookAt(api: Api, asset: Asset, signal?: AbortSignal): Promise<Found> {
	const options = signal === undefined ? {} : { signal };
	const answer =
		asset.kind === 'stream'
			? await api.request('stream.info', { stream: asset.stream }, undefined, options)
			: await api.request('consumer.info', { stream: asset.stream, consumer: asset.consumer }, undefined, options);
	if (answer.ok) return there(answer.value);
	const { problem } = answer;
	if (isAbsence(problem)) return { kind: 'absent' };
	const listed = isRefusal(problem) ? await lookInList(api, asset, signal) : undefined;
	return listed ?? { kind: 'unclear', problem };
}

/** Undefined if the list does not have it either. */
async function lookInList(api: Api, asset: Asset, signal: AbortSignal | undefined): Promise<Found | undefined> {
	const options = signal === undefined ? {} : { signal };
	const name = asset.kind === 'stream' ? asset.stream : asset.consumer;
	const answer =
		asset.kind === 'stream'
			? await api.pages('stream.list', {}, undefined, options)
			: await api.pages('consumer.list', { stream: asset.stream }, undefined, options);
	if (!answer.ok) return undefined;
	const info = answer.value.items.find((each) => ('name' in each ? each.name : each.config.name) === name);
	if (info !== undefined) return there(info);
	return answer.value.names.has(name) ? undefined : { kind: 'absent' };
}

function there(info: StreamInfo | ConsumerInfo): Found {
	return { kind: 'there', config: info.config, created: info.created, info };
}

/** Why a step may no longer be taken; undefined if everything is as expected. `found`: what exists right now. */
export function brokenExpectation({ asset, expects }: Step, found: Found): StepResult | undefined {
	const expected = assetOf(asset);
	if (expects === undefined || expected === undefined) return undefined;
	const subject = assetName(expected);
	if (found.kind === 'unclear') {
		// A user who may create but not read may go on: the server itself refuses a name twice.
		const mayBeFree = expects.absent === true && isRefusal(found.problem);
		return expects.unreadable || mayBeFree ? undefined : unseen(found.problem);
	}
	if (expects.unreadable && found.kind === 'there')
		return notSent(
			subject,
			`The ${subject} is readable again.`,
			'Nothing was sent. Look at its content and start again.',
		);
	if (expects.absent) {
		if (found.kind === 'absent') return undefined;
		return notSent(
			subject,
			`The ${subject} already exists.`,
			'Nothing was sent. Choose another name, or edit the existing one.',
		);
	}
	if (found.kind === 'absent')
		return notSent(subject, `The ${subject} no longer exists.`, 'Somebody deleted it meanwhile. Nothing was sent.');
	if (expects.created !== undefined && expects.created !== found.created)
		return notSent(
			subject,
			`Somebody deleted the ${subject} and created it again.`,
			'Nothing was sent. Look at it and start again.',
		);
	if (expects.config !== undefined && !equalConfigurations(expects.config, found.config))
		return { kind: 'changed', now: found.config };
	return undefined;
}

/** jetdeck changes nothing that it cannot read first. */
function unseen(problem: Problem): StepResult {
	return {
		kind: 'not-sent',
		problem: { ...problem, message: `Nothing was sent: jetdeck could not read it first. ${problem.message}` },
	};
}

function notSent(subject: string, message: string, advice: string): StepResult {
	return { kind: 'not-sent', problem: { kind: 'bad-input', subject, message, advice } };
}

/** Whether two configurations as read from a server are the same, apart from metadata that the server adds. */
export function equalConfigurations(a: Configuration, b: Configuration): boolean {
	return stringifyJson(canonical(a)) === stringifyJson(canonical(b));
}

/** Keys in order, without the server's own metadata, which depends on the version that answers (2.11 and later). */
function canonical(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(canonical);
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value)
		.filter(([key]) => !key.startsWith('_nats.'))
		.map(([key, entry]): readonly [string, unknown] => [key, canonical(entry)])
		.filter(([key, entry]) => key !== 'metadata' || Object.keys(entry as object).length > 0);
	return Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
