import { count, plural, roughCount } from '../../format/integer.ts';
import type { Problem } from '../../jetstream/problem.ts';
import { troubles } from './troubles.ts';
import { type Health, isWrong, type Verdict, type Wrong } from './verdict.ts';

/** A consumer of a stream with its health. */
export interface JudgedConsumer {
	readonly name: string;
	/** Undefined if it could not be read. */
	readonly health: Health | undefined;
	/** Why it could not be read. */
	readonly problem?: string | undefined;
	/** Messages not delivered yet. */
	readonly pending: number;
}

/** Most consumers named in one verdict. */
const mostNamed = 3;

/**
 * What is wrong with the consumers of a stream, as verdicts on the stream: one for each trouble; each consumer counts with its
 * worst.
 */
export function verdictsOfConsumers(consumers: readonly JudgedConsumer[]): readonly Verdict[] {
	const wrong = consumers.flatMap((consumer): readonly Named[] => {
		const worst = worstOf(consumer);
		return worst === undefined ? [] : [{ name: consumer.name, pending: consumer.pending, worst }];
	});
	const groups = new Map<string, Named[]>();
	for (const each of wrong) {
		const key = `${each.worst.severity} ${each.worst.trouble}`;
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [each]);
		else group.push(each);
	}
	return [...groups.values()].flatMap((group) => verdictOf(group) ?? []);
}

/** Some consumers were not read yet. */
export function consumersUnread(unread: number): Verdict {
	return {
		severity: 'unknown',
		short: 'consumers ?',
		sentence: `jetdeck has not read ${plural(unread, 'consumer')} yet.`,
		many: unread,
	};
}

/** The consumers of a stream could not be read. */
export function consumersFailed({ message }: Problem, many: number): Verdict {
	const sentence = `The consumers of the stream cannot be read: ${message}`;
	return { severity: 'critical', trouble: 'unread', short: 'consumers unread', sentence, many };
}

/** Consumers listed by name without an info. */
export function silentConsumers(problems: ReadonlyMap<string, Problem>): readonly JudgedConsumer[] {
	return [...problems].map(([name, { message }]) => ({ name, health: undefined, problem: message, pending: 0 }));
}

interface Named {
	readonly name: string;
	readonly pending: number;
	readonly worst: Wrong;
}

function worstOf({ health, problem = 'jetdeck cannot read it.' }: JudgedConsumer): Wrong | undefined {
	if (health === undefined) return { severity: 'critical', trouble: 'unread', short: 'unreadable', sentence: problem };
	const [worst] = health.reasons;
	return worst !== undefined && isWrong(worst) ? worst : undefined;
}

function verdictOf(group: readonly Named[]): Verdict | undefined {
	const [first] = group;
	if (first === undefined) return undefined;
	const { severity, trouble } = first.worst;
	const named = group.slice(0, mostNamed).map(({ name, worst }) => `Consumer ${name}: ${worst.sentence}`);
	const rest = group.length > mostNamed ? [`And ${count(group.length - mostNamed)} more like these.`] : [];
	return {
		severity,
		trouble,
		short: shortOf(group, first),
		sentence: [...named, ...rest].join(' '),
		many: group.length,
		names: group.map(({ name }) => name),
	};
}

/** `1 stalled`, `2 stuck`, `behind 12k`. */
function shortOf(group: readonly Named[], { worst: { trouble, short } }: Named): string {
	if (trouble === 'behind') return `behind ${roughCount(Math.max(...group.map(({ pending }) => pending)))}`;
	const same = group.every(({ worst }) => worst.short === short);
	return `${count(group.length)} ${same ? short : troubles[trouble]}`;
}
