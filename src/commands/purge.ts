import type { PlanContext } from '../changes/configure.ts';
import { type Purged, type PurgeRange, planPurge } from '../changes/plan/stream-purge.ts';
import type { Plan } from '../changes/proposal.ts';
import { readStreams } from '../changes/read-assets.ts';
import type { Integer } from '../format/integer.ts';
import { lastSequence, readCount } from '../format/read-count.ts';
import { countPurge } from '../jetstream/loss/count-purge.ts';
import { subjectsOverlap } from '../jetstream/subject-match.ts';
import { unaddressable } from '../jetstream/unaddressable.ts';
import { toast } from '../store/toast.ts';
import { askLine, choose } from './ask.ts';
import type { Command, CommandContext } from './command.ts';
import { streamNames } from './names.ts';
import { needsVersion } from './needs-version.ts';
import { selection, streamInfo } from './selection.ts';
import { noStream, readOnly, streamTargets } from './targets.ts';
import { unaddressableWords } from './unaddressable-words.ts';

declare module '../store/overlay.ts' {
	interface Picks {
		purge: Purge;
	}
	interface Questions {
		purge: Purge & { readonly next: keyof PurgeRange };
	}
}

/** A purge that still needs an answer. */
interface Purge {
	readonly streams: readonly string[];
	readonly range: PurgeRange;
	/** What is asked for, in turn. */
	readonly asks: readonly (keyof PurgeRange)[];
	/** The subject under the cursor. */
	readonly subject: string | undefined;
}

/** A way to purge: what is asked for it, in turn. */
interface Way {
	readonly label: string;
	readonly detail: string;
	readonly asks: readonly (keyof PurgeRange)[];
}

const ways: readonly Way[] = [
	{ label: 'everything', detail: 'every message', asks: [] },
	{ label: 'by subject', detail: 'messages of a subject, with or without wildcards', asks: ['filter'] },
	{ label: 'up to a sequence', detail: 'messages below a sequence', asks: ['seq'] },
	{ label: 'keep the newest', detail: 'all but a number of the newest', asks: ['keep'] },
	{ label: 'by subject, up to a sequence', detail: 'messages of a subject below a sequence', asks: ['filter', 'seq'] },
	{
		label: 'by subject, keep the newest',
		detail: 'all but a number of the newest of the subject',
		asks: ['filter', 'keep'],
	},
];

const questions: Readonly<Record<keyof PurgeRange, { readonly title: string; readonly help: string }>> = {
	filter: { title: 'Purge by subject', help: 'The subject, such as orders.eu or orders.>.' },
	seq: {
		title: 'Purge up to a sequence',
		help: 'jetdeck purges the messages below this sequence; its own message stays.',
	},
	keep: { title: 'Keep the newest', help: 'How many of the newest messages to keep, such as 1_000 or 10k.' },
};

export const purgeCommands: readonly Command[] = [
	{
		id: 'stream.purge',
		title: 'Purge streams',
		more: 'this one, or the marked ones',
		short: 'purge',
		keys: ['P'],
		scopes: ['streams', 'stream-text', 'subjects', 'messages'],
		group: 'change',
		rank: 77,
		aliases: ['purge'],
		argument: '[SUBJECT]',
		needs: ['stream.purge'],
		disabled: (context) => readOnly(context.state) ?? noStream(context.state) ?? refuses(context),
		run: (context, argument = '') => {
			const typed = argument.trim();
			if (typed === '') chooseWay(context);
			else purgeSubject(context, typed);
		},
	},
];

/** A typed subject means only its messages. */
function purgeSubject(context: CommandContext, typed: string): void {
	const subject = subjectOf(typed);
	const problem =
		needsVersion(context.state, '2.9', 'Purging a part') ??
		('wrong' in subject ? subject.wrong : undefined) ??
		takenForStream(context, typed);
	if (problem !== undefined) toast(context.deck.store, 'warn', problem);
	else propose(context, streamTargets(context.state), { filter: typed });
}

/** A typed stream name means that stream, not a subject of the selected stream that no message can have. */
function takenForStream({ state }: CommandContext, typed: string): string | undefined {
	if (!streamNames(state).includes(typed)) return undefined;
	const targets = streamTargets(state);
	const stores = targets.some((name) => {
		const config = streamInfo(state, name)?.config;
		// What a mirror or sources bring may have any subject.
		return (
			config === undefined ||
			config.mirror !== undefined ||
			config.sources !== undefined ||
			config.subjects?.some((subject) => subjectsOverlap(subject, typed))
		);
	});
	if (stores) return undefined;
	return `${typed} is a stream, not a subject of ${targets.join(', ')}: open ${typed}, and press P there.`;
}

/** Beside a subject under the cursor its messages are what is most likely meant. */
function chooseWay(context: CommandContext): void {
	const { subject } = selection(context.state);
	const streams = streamTargets(context.state);
	const bySubject = ways.findIndex(({ asks }) => asks[0] === 'filter');
	choose(
		context,
		'Purge',
		ways.map((way) => ({
			label: way.label,
			detail: way.asks.includes('filter') && subject !== undefined ? `${way.detail}: ${subject}` : way.detail,
			...disabledWay(way, context),
			pick: { kind: 'purge', streams, range: {}, asks: way.asks, subject },
		})),
		subject === undefined ? 0 : bySubject,
	);
}

function disabledWay({ asks }: Way, { state }: CommandContext): { readonly disabled?: string } {
	const disabled = asks.length === 0 ? undefined : needsVersion(state, '2.9', 'Purging a part');
	return disabled === undefined ? {} : { disabled };
}

function refuses({ state }: CommandContext): string | undefined {
	const refusing = streamTargets(state).find((name) => {
		const config = streamInfo(state, name)?.config;
		return config?.deny_purge === true || config?.sealed === true;
	});
	return refusing === undefined ? undefined : `${refusing} cannot be purged: it is sealed or has deny_purge.`;
}

/** Asks for one thing after the other, then proposes. */
export function continuePurge(
	context: CommandContext,
	{ streams, range, asks: [next, ...asks], subject }: Purge,
): void {
	if (next === undefined) {
		propose(context, streams, range);
		return;
	}
	const question = next === 'filter' ? subjectQuestion(subject) : questions[next];
	askLine(context, question, { kind: 'purge', streams, range, next, asks, subject });
}

export function answerPurge(
	context: CommandContext,
	{ next, ...purge }: Purge & { readonly next: keyof PurgeRange },
	typed: string,
): string | undefined {
	const value = next === 'filter' ? subjectOf(typed) : numberOf(typed, next);
	if ('wrong' in value) return value.wrong;
	continuePurge(context, { ...purge, range: { ...purge.range, [next]: value.value } });
	return undefined;
}

/** With the subject under the cursor, unless a purge of it would remove the messages of others too. */
function subjectQuestion(subject: string | undefined): { title: string; help: string; text?: string } {
	const why = subject === undefined ? undefined : unaddressable(subject);
	if (subject === undefined || why === undefined) return { ...questions.filter, text: subject ?? '' };
	return {
		...questions.filter,
		help: `${unaddressableWords[why](subject)} Delete its messages one by one: m, then ^D.`,
	};
}

type Answer<T> = { readonly value: T } | { readonly wrong: string };

function subjectOf(typed: string): Answer<string> {
	if (typed === '') return { wrong: 'Type a subject, or press esc.' };
	if (unaddressable(typed) === 'bytes') return { wrong: unaddressableWords.bytes(typed) };
	return /\s/.test(typed) || typed.split('.').includes('')
		? { wrong: `“${typed}” is not a subject: it must not have blanks or empty tokens.` }
		: { value: typed };
}

function numberOf(typed: string, what: 'seq' | 'keep'): Answer<Integer> {
	const value = readCount(typed);
	// Nothing is below sequence 1, and servers before 2.15 treat it as absent: they purge everything.
	const least = what === 'seq' ? 2 : 1;
	return value !== undefined && value >= least && value <= lastSequence
		? { value }
		: {
				wrong: `${what === 'seq' ? 'The sequence' : 'The number'} must be a whole number from ${least}, such as 1_000.`,
			};
}

function propose({ deck, state }: CommandContext, names: readonly string[], range: PurgeRange): void {
	const what = names.length === 1 ? `stream ${names[0]}` : `${names.length} streams`;
	deck.propose(`Purge ${what}`, (api, signal) => planned(names, range, { api, state, signal }));
}

async function planned(
	names: readonly string[],
	range: PurgeRange,
	{ api, state, signal }: PlanContext,
): Promise<Plan> {
	const read = await readStreams(api, names, signal);
	if ('refusal' in read) return read;
	const streams: Purged[] = [];
	for (const info of read.infos) {
		streams.push({ info, loss: await countPurge({ api, info, features: state.features, signal }, range) });
	}
	return planPurge(streams, range);
}
