import { shortDuration } from '../../format/duration.ts';
import { count, plural } from '../../format/integer.ts';
import type { Line } from '../../format/line.ts';
import { memo } from '../../format/memo.ts';
import { lastKnown, latest } from '../../store/datum.ts';
import { refusedEndpoints } from '../../store/refused.ts';
import type { DeckState } from '../../store/state.ts';
import { accountVerdicts } from '../health/account.ts';
import { lacksLeader, type Trouble, troubles } from '../health/troubles.ts';
import { isWrong, severityWeights, type Verdict, type Wrong } from '../health/verdict.ts';
import { joinLines, lineWidth, span } from '../spans.ts';
import { type Announced, standing, type Watch, type Watched } from './watch.ts';

/** One kind of trouble in the account, and how many streams or consumers have it. */
interface Amount {
	readonly of: 'stream' | 'consumer';
	readonly trouble: Trouble;
	readonly severity: Wrong['severity'];
	readonly many: number;
	/** Streams that it concerns. */
	readonly streams: readonly string[];
}

/** What is wrong in the account, the worst first. Each stream and consumer counts once, with its worst trouble. */
const wrongIn = memo((watch: Watch): readonly Amount[] => {
	const amounts = new Map<string, Amount>();
	const add = (of: Amount['of'], stream: string, verdict: Verdict | undefined): void => {
		if (verdict === undefined || !isWrong(verdict) || verdict.many === 0) return;
		const { trouble, severity, many = 1 } = verdict;
		const key = `${of} ${trouble}`;
		const before = amounts.get(key);
		amounts.set(key, {
			of,
			trouble,
			severity: before?.severity === 'critical' ? 'critical' : severity,
			many: (before?.many ?? 0) + many,
			streams: [...(before?.streams ?? []), stream],
		});
	};
	for (const name of watch.wrong.keys()) {
		const watched: Watched | undefined = watch.streams.entries.get(name);
		const [own] = watched?.own ?? [];
		const announced = watched === undefined ? [] : standing(watched);
		const lost = announced.find(({ of }) => of === 'stream')?.verdict;
		add('stream', name, lacksLeader(own?.trouble) ? own : (lost ?? own));
		for (const verdict of mergeLost(watched?.consumers ?? [], announced)) add('consumer', name, verdict);
	}
	const order = Object.keys(troubles);
	return [...amounts.values()].toSorted(
		(a, b) =>
			severityWeights[b.severity] - severityWeights[a.severity] ||
			order.indexOf(a.trouble) - order.indexOf(b.trouble) ||
			(a.of < b.of ? -1 : 1),
	);
});

/** A consumer whose loss of quorum was announced counts with that, unless its info shows that it has no leader. */
function mergeLost(consumers: readonly Verdict[], announced: readonly Announced[]): readonly Verdict[] {
	const lost = new Map(
		announced.flatMap(({ of, name, verdict }) => (of === 'consumer' ? [[name, verdict] as const] : [])),
	);
	if (lost.size === 0) return consumers;
	for (const { trouble, names = [] } of consumers)
		if (lacksLeader(trouble)) for (const name of names) lost.delete(name);
	const others = consumers.map((verdict): Verdict => {
		const { names, many = 1 } = verdict;
		const merged = names === undefined ? lost.size : names.filter((name) => lost.has(name)).length;
		return { ...verdict, many: Math.max(0, many - merged) };
	});
	return [...others, ...lost.values()];
}

/** Something wrong, in words, and how many streams, consumers or limits it stands for. */
interface TroubleSaid {
	readonly said: string;
	readonly severity: Wrong['severity'];
	readonly many: number;
}

const troubleOf = (amount: Amount): TroubleSaid => ({
	said: amountSaid(amount),
	severity: amount.severity,
	many: amount.many,
});

/** The storage and memory of the account itself. */
function accountTroubles({ account }: DeckState): readonly TroubleSaid[] {
	const info = lastKnown(account)?.value;
	return info === undefined
		? []
		: accountVerdicts(info).map(({ severity, short }) => ({ said: `account ${short} full`, severity, many: 1 }));
}

/** `2 consumers stuck`. */
function amountSaid({ of, many, trouble }: Amount): string {
	return `${plural(many, of)} ${troubles[trouble]}`;
}

/** The age of a look older than this is shown. */
const OLD_MS = 60_000;

/** What is wrong needs the room more than the crumbs; unread streams more than the server; good news the least. */
const ranks = { wrong: 90, unknown: 62, well: 42 } as const;

/**
 * The figure of what is wrong in the account, in as many words as fit, and how much of it was read. Unread streams do not count
 * as healthy.
 */
export function figureOf(state: DeckState, room: number): { readonly rank: number; readonly line: Line } {
	const streams = latest(state.streamNames)?.length ?? 0;
	if (streams === 0 || state.link.phase !== 'connected') return { rank: 0, line: [] };
	const amounts = [...accountTroubles(state), ...wrongIn(state.watch).map(troubleOf)].toSorted(
		(a, b) => severityWeights[b.severity] - severityWeights[a.severity],
	);
	const isWhole = state.watch.checked >= streams;
	const seen = seenLine(state, streams, amounts.length === 0);
	if (amounts.length === 0) return { rank: isWhole ? ranks.well : ranks.unknown, line: seen };
	const forms = [joinLines([wrongLine(amounts, amounts.length), seen], ' · ')];
	for (let said = amounts.length; said > 0; said--) forms.push(wrongLine(amounts, said));
	return { rank: ranks.wrong, line: forms.find((line) => lineWidth(line) <= room) ?? forms.at(-1) ?? [] };
}

function wrongLine(amounts: readonly TroubleSaid[], said: number): Line {
	const rest = amounts.slice(said).reduce((sum, { many }) => sum + many, 0);
	const words = [...amounts.slice(0, said).map((each) => each.said), ...(rest === 0 ? [] : [`${count(rest)} more`])];
	return [span(`! ${words.join(' · ')}`, amounts[0]?.severity === 'critical' ? 'bad' : 'warn')];
}

/** How much was read, and the greatest age. */
function seenLine(state: DeckState, streams: number, isWell: boolean): Line {
	const { checked, oldest } = state.watch;
	const age = oldest === undefined ? 0 : state.now - oldest;
	const old = age < OLD_MS ? '' : `checked in the last ${shortDuration(age)}`;
	if (checked < streams) {
		if (refusedEndpoints(state).has('consumer.list')) return [span('consumers not checked: not permitted', 'dim')];
		return [span(`${count(checked)} of ${plural(streams, 'stream')} ${old || 'checked'}`, 'dim')];
	}
	if (!isWell) return old === '' ? [] : [span(old, 'dim')];
	return [span('✓ nothing wrong', 'good'), ...(old === '' ? [] : [span(`, ${old}`, 'dim')])];
}

/** Most streams named in one sentence. */
const mostNamed = 3;

/** Streams with troubles of their own, which no list of consumers shows; undefined if there are none. */
export function wrongStreams(state: DeckState): string | undefined {
	const amounts = wrongIn(state.watch).filter(({ of }) => of === 'stream');
	if (amounts.length === 0) return undefined;
	const said = amounts.map((amount) => {
		const named = amount.streams.slice(0, mostNamed).join(', ');
		return `${amountSaid(amount)}: ${named}${amount.streams.length > mostNamed ? ', …' : ''}`;
	});
	return `${said.join(' · ')}. 2 lists the streams, what is wrong first.`;
}
