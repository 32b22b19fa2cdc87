import { plural } from '../format/integer.ts';
import { sanitise } from '../format/sanitise.ts';
import { type Listening, readEvent, type ServerEvent } from '../jetstream/events/event.ts';
import { ndjsonOf } from '../jetstream/events/ndjson.ts';
import { allSubjects, isSystemAccount, systemSubjects } from '../jetstream/events/subjects.ts';
import { eventTypes, isOfType } from '../jetstream/events/types.ts';
import { inSentences } from '../jetstream/problem.ts';
import type { Link } from '../nats/link.ts';
import { openLink } from '../nats/open-link.ts';
import type { Settings } from '../nats/settings-types.ts';
import { connected } from './connected.ts';
import { exitCodeOf, exitCodeOfConnection, stoppedCode } from './exit-codes.ts';
import { complain, jsonLineForTerminal, lineWriter } from './outlet.ts';
import { orStopped } from './run-over.ts';

export interface EventsChoices {
	readonly json: boolean;
	readonly stream?: string;
	/** Empty: all. */
	readonly types: readonly string[];
}

/**
 * Prints events until somebody presses ctrl-c, or if the user may subscribe to none. There is no `--since`: servers send
 * events to whoever listens, and only a stream on their subjects stores them.
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
		if (stop.signal.aborted) return stoppedCode;
		if (problem !== undefined) {
			complain(inSentences(problem));
			return exitCodeOfConnection(problem);
		}
		return (await orStopped(listen(link, choices), stop.signal)) ?? stoppedCode;
	} finally {
		process.removeListener('SIGINT', onSignal);
		await link.close();
	}
}

/** Ends if no subscription is permitted. */
function listen(link: Link, choices: EventsChoices): Promise<number> {
	const write = lineWriter(process.stdout, (lines) =>
		complain(`${plural(lines, 'event was', 'events were')} left out: the reader is too slow.`),
	);
	const self: Listening = { withoutOwnSecrets: (text) => link.withoutOwnSecrets(text) };
	sayLost(link);
	return new Promise((resolve) => {
		const left = new Set<string>();
		let mayBeMore = true;
		const endIfDeaf = (): void => {
			if (!mayBeMore && left.size === 0) resolve(exitCodeOf({ kind: 'permission-subscribe' }));
		};
		const subscribe = (subject: string): void => {
			left.add(subject);
			link.subscribe(
				subject,
				(message) => print(readEvent(message.subject, message.data, Date.now(), self), choices, write),
				({ message }) => {
					complain(message);
					left.delete(subject);
					endIfDeaf();
				},
			);
		};
		// First: none is missed while the server is asked.
		for (const subject of allSubjects(link.target)) subscribe(subject);
		void isSystemAccount(link).then((isSystem) => {
			mayBeMore = false;
			if (isSystem) for (const subject of systemSubjects) subscribe(subject);
			endIfDeaf();
		});
	});
}

/** What servers announce meanwhile is never heard. */
function sayLost(link: Link): void {
	let isLost = false;
	link.onStatus((status) => {
		if (status.phase === 'reconnecting' && !isLost) {
			isLost = true;
			complain('The connection is lost; jetdeck misses events until it is back.');
		} else if (status.phase === 'connected' && isLost) {
			isLost = false;
			complain('The connection is back.');
		}
	});
}

function print(
	event: ServerEvent | undefined,
	{ json, stream, types }: EventsChoices,
	write: (line: string) => void,
): void {
	if (event === undefined) return;
	if (stream !== undefined && event.stream !== stream) return;
	if (types.length > 0 && !isOfType(event.type, types)) return;
	write(json ? jsonOf(event) : lineOf(event));
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
