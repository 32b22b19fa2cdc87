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

export interface CheckStart {
	/** The settings of the connection, or in a sentence why there are none. */
	readonly own: (signal: AbortSignal) => Promise<Settings | string>;
	/** The same of a context of the system account. */
	readonly system: (context: string) => Promise<Settings | string>;
	readonly choices: CheckChoices;
}

/**
 * Prints what a check found, closes the connection, and ends in time whatever the server does.
 * @returns the exit code of a monitoring plugin
 */
export async function printCheck(start: CheckStart): Promise<number> {
	const { choices } = start;
	const fault = (error: unknown): never => endUnknownByFault(error, choices.json, subjectOf(choices));
	process.on('uncaughtException', fault);
	process.on('unhandledRejection', fault);
	watchOutput(process.stdout, unwritten);
	try {
		const checked = await checkedInTime(start);
		process.stdout.write(textOf(checked, choices.json));
		return codeOf(checked);
	} catch (error) {
		return fault(error);
	}
}

const stops = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

async function checkedInTime({ own, system, choices }: CheckStart): Promise<Checked> {
	const end = new AbortController();
	const late = (): void => end.abort(`--within ${spanOfTime(choices.withinMs)} ended`);
	const timer = setTimeout(late, choices.withinMs);
	const stop = (name: NodeJS.Signals): void => end.abort(`${name} stopped jetdeck`);
	for (const each of stops) process.once(each, stop);
	try {
		const checked = await checkedOn(await own(end.signal), choices, end.signal);
		const { what, systemContext } = choices;
		if (what !== 'cluster' || systemContext === undefined) return checked;
		const servers = await checkedOn(await system(systemContext), choices, end.signal, systemContext);
		return together(servers, checked);
	} finally {
		clearTimeout(timer);
	}
}

/** The servers, and what an account has on them: its leaders see fewer servers, so its figures of the same name are left out. */
function together(servers: Checked, account: Checked): Checked {
	const labels = new Set(servers.measures.map(({ label }) => label));
	return {
		...servers,
		seen: `${servers.seen}${account.seen}`,
		findings: [...servers.findings, ...account.findings],
		measures: [...servers.measures, ...account.measures.filter(({ label }) => !labels.has(label))],
	};
}

/** @param systemContext the connection has to be to the system account */
async function checkedOn(
	settings: Settings | string,
	choices: CheckChoices,
	signal: AbortSignal,
	systemContext?: string,
): Promise<Checked> {
	const about = subjectOf(choices);
	if (typeof settings === 'string') return nothingKnown(about, settings);
	const link = openLink(settings);
	try {
		const problem = await orStopped(connected(link), signal);
		if (problem !== undefined) return nothingKnown(about, inSentences(problem));
		if (signal.aborted) return nothingKnown(about, lateSaid(signal, 'jetdeck was connected'));
		const isSystem = choices.what === 'cluster' && ((await orStopped(isSystemAccount(link), signal)) ?? false);
		if (systemContext !== undefined && !isSystem)
			return nothingKnown(
				about,
				signal.aborted
					? lateSaid(signal, 'the server had replied')
					: `Context ${systemContext} does not connect to the system account.`,
			);
		return await check(openApi(link, { readOnly: true }), signal, choices, isSystem);
	} finally {
		await link.close();
	}
}
