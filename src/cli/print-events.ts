import { sanitise } from '../format/sanitise.ts';
import { type Listening, readEvent, type ServerEvent } from '../jetstream/events/event.ts';
import { ndjsonOf } from '../jetstream/events/ndjson.ts';
import { allSubjects, isSystemAccount, systemSubjects } from '../jetstream/events/subjects.ts';
import { eventTypes } from '../jetstream/events/types.ts';
import { inSentences } from '../jetstream/problem.ts';
import type { Link } from '../nats/link.ts';
import { openLink } from '../nats/open-link.ts';
import type { Settings } from '../nats/settings-types.ts';
import { connected } from './connected.ts';
import { exitCodeOf, exitCodeOfConnection } from './exit-codes.ts';
import { complain, jsonLineForTerminal } from './outlet.ts';
import { orStopped } from './run-over.ts';

export interface EventsChoices {
	readonly json: boolean;
	readonly stream?: string;
	/** Empty: all. */
	readonly types: readonly string[];
}

const stopped = 130;

/**
 * Prints events until somebody presses ctrl-c, or if the user may subscribe to none. There is no `--since`: no server stores
 * events.
 * @returns the exit code, see exit-codes.ts
 */
export async function printEvents(settings: Settings, choices: EventsChoices): Promise<number> {
	for (const type of choices.types.filter((each) => !eventTypes.includes(each)))
		complain(`jetdeck knows no events of type ${type}; it prints them if servers announce any.`);
	const stop = new AbortController();
	const onSignal = (): void => stop.abort();
	process.once('SIGINT', onSignal);
	const link = openLink(settings);
	try {
		const problem = await orStopped(connected(link), stop.signal);
		if (stop.signal.aborted) return stopped;
		if (problem !== undefined) {
			complain(inSentences(problem));
			return exitCodeOfConnection(problem);
		}
		return (await orStopped(listen(link, choices), stop.signal)) ?? stopped;
	} finally {
		process.removeListener('SIGINT', onSignal);
		await link.close();
	}
}

/** Ends if no subscription is permitted. */
async function listen(link: Link, choices: EventsChoices): Promise<number> {
	const system = (await isSystemAccount(link)) ? systemSubjects : [];
	const left = new Set([...allSubjects(link.target), ...system]);
	const self: Listening = { withoutOwnSecrets: (text) => link.withoutOwnSecrets(text) };
	return new Promise((resolve) => {
		for (const subject of left) {
			link.subscribe(
				subject,
				(message) => print(readEvent(message.subject, message.data, Date.now(), self), choices),
				({ message }) => {
					complain(message);
					left.delete(subject);
					if (left.size === 0) resolve(exitCodeOf({ kind: 'permission-subscribe' }));
				},
			);
		}
	});
}

function print(event: ServerEvent | undefined, { json, stream, types }: EventsChoices): void {
	if (event === undefined) return;
	if (stream !== undefined && event.stream !== stream) return;
	if (types.length > 0 && !types.includes(event.type)) return;
	process.stdout.write(`${json ? jsonOf(event) : lineOf(event)}\n`);
}

function jsonOf(event: ServerEvent): string {
	const line = ndjsonOf(event);
	return process.stdout.isTTY ? jsonLineForTerminal(line) : line;
}

/** Time, what, where, who, server; line ends in texts are removed. */
function lineOf({ at, what, stream, consumer, account, who, server }: ServerEvent): string {
	const where = [stream, consumer].filter(Boolean).join(' > ');
	const parts = [new Date(at).toISOString(), what, where || account, who && `by ${who}`, server && `on ${server}`];
	return parts.flatMap((part) => (part ? [sanitise(part)] : [])).join('  ');
}
