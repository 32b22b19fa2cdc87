import { spanOfTime } from '../../format/duration.ts';
import { isSystemAccount } from '../../jetstream/events/subjects.ts';
import { inSentences } from '../../jetstream/problem.ts';
import { openApi } from '../../jetstream/request.ts';
import { openLink } from '../../nats/open-link.ts';
import type { Settings } from '../../nats/settings-types.ts';
import { connected } from '../connected.ts';
import { watchOutput } from '../outlet.ts';
import { orStopped } from '../run-over.ts';
import { type CheckChoices, check, subjectOf } from './check.ts';
import { codeOf } from './check-text.ts';
import { endUnknownByFault, textOf, unwritten } from './end-unknown.ts';
import { type Checked, lateSaid, nothingKnown } from './finding.ts';

/** The settings of the connection, or in a sentence why there are none. */
type ResolveSettings = (signal: AbortSignal) => Promise<Settings | string>;

/**
 * Prints what a check found, closes the connection, and ends in time whatever the server does.
 * @returns the exit code of a monitoring plugin
 */
export async function printCheck(resolveSettings: ResolveSettings, choices: CheckChoices): Promise<number> {
	const fault = (error: unknown): never => endUnknownByFault(error, choices.json, subjectOf(choices));
	process.on('uncaughtException', fault);
	process.on('unhandledRejection', fault);
	watchOutput(process.stdout, unwritten);
	try {
		const checked = await checkedInTime(resolveSettings, choices);
		process.stdout.write(textOf(checked, choices.json));
		return codeOf(checked);
	} catch (error) {
		return fault(error);
	}
}

const stops = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

async function checkedInTime(resolveSettings: ResolveSettings, choices: CheckChoices): Promise<Checked> {
	const end = new AbortController();
	const late = (): void => end.abort(`--within ${spanOfTime(choices.withinMs)} ended`);
	const timer = setTimeout(late, choices.withinMs);
	const stop = (name: NodeJS.Signals): void => end.abort(`${name} stopped jetdeck`);
	for (const each of stops) process.once(each, stop);
	try {
		const settings = await resolveSettings(end.signal);
		if (typeof settings === 'string') return nothingKnown(subjectOf(choices), settings);
		return await checkedOn(settings, choices, end.signal);
	} finally {
		clearTimeout(timer);
	}
}

async function checkedOn(settings: Settings, choices: CheckChoices, signal: AbortSignal): Promise<Checked> {
	const about = subjectOf(choices);
	const link = openLink(settings);
	try {
		const problem = await orStopped(connected(link), signal);
		if (problem !== undefined) return nothingKnown(about, inSentences(problem));
		if (signal.aborted) return nothingKnown(about, lateSaid(signal, 'jetdeck was connected'));
		const isSystem = choices.what === 'cluster' && ((await orStopped(isSystemAccount(link), signal)) ?? false);
		return await check(openApi(link, { readOnly: true }), signal, choices, isSystem);
	} finally {
		await link.close();
	}
}
