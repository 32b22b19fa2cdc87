import { wholeSeconds } from '../format/age.ts';
import { shortDuration } from '../format/duration.ts';
import { count, threeDigits } from '../format/integer.ts';
import type { Line, Tone } from '../format/line.ts';
import type { LinkStatus, Target } from '../nats/link.ts';
import type { DeckState } from '../store/state.ts';
import { isStale } from './row.ts';
import { cutLine, joinLines, lineWidth, span } from './spans.ts';
import { figureOf } from './watch/figure.ts';

/** The two ends of a line; with a blank between them they fit its width. */
export interface Ends {
	readonly left: Line;
	readonly right: Line;
}

const SEPARATOR = ' · ';

interface Part {
	readonly line: Line;
	/** The lowest are left out first. */
	readonly rank: number;
}

/** The first line: on the left what the deck is connected to, on the right the state of the connection. */
export function headerSpans(state: DeckState): Ends {
	const { columns } = state.size;
	const right = cutLine(rightOf(state), Math.floor(columns * 0.6));
	const room = columns - lineWidth(right) - 1;
	return { left: cutLine(fitting(leftOf(state, room), room), room), right };
}

/** Leaves out parts, the least important first, until the rest fits; the rest may still be cut. */
function fitting(parts: readonly Part[], room: number): Line {
	let kept = parts.filter(({ line }) => line.length > 0);
	while (kept.length > 1 && lineWidth(joined(kept)) > room) {
		const least = kept.reduce((a, b) => (b.rank < a.rank ? b : a));
		kept = kept.filter((part) => part !== least);
	}
	return joined(kept);
}

function joined(parts: readonly Part[]): Line {
	return joinLines(
		parts.map(({ line }) => line),
		SEPARATOR,
	);
}

function leftOf(state: DeckState, room: number): readonly Part[] {
	const { target, link, roundTripMs, account, features } = state;
	const server = 'server' in link ? link.server : undefined;
	const domain = target.domain ?? server?.domain ?? (account.phase === 'ready' ? account.value.domain : undefined);
	const parts: readonly (readonly [rank: number, text: string | undefined, tone: Tone])[] = [
		[30, target.context?.description, 'dim'],
		[60, accountName(state), 'plain'],
		[50, server && `${shortKey(server.name)} ${server.version}`.trim(), 'plain'],
		[70, features.dialect === 'preview' ? 'preview dialect' : undefined, 'warn'],
		[35, server?.cluster && `cluster ${server.cluster}`, 'dim'],
		[40, domain && `domain ${domain}`, 'dim'],
		[48, inUse(state), 'dim'],
		[45, link.phase === 'connected' && roundTripMs !== undefined ? milliseconds(roundTripMs) : undefined, 'dim'],
	];
	const name = nameOf(target, addressOf(state));
	const figure = figureOf(state, room - lineWidth(name) - SEPARATOR.length);
	return [
		{ rank: 100, line: name },
		figure,
		...parts.map(([rank, text, tone]) => ({ rank, line: text ? [span(text, tone)] : [] })),
	];
}

/** The program, then what it is connected to. Production is also named in a word, since a colour alone is easily missed. */
function nameOf(target: Target, address: string | undefined): Line {
	const production = target.context?.production === true;
	const tone = production ? 'bad' : (schemeTones[target.context?.colorScheme ?? ''] ?? 'strong');
	return [
		{ text: 'jetdeck  ', tone: 'accent' },
		...(production ? [{ text: 'PRODUCTION ', tone: 'bad' as const }] : []),
		span(address ?? target.label, tone),
	];
}

/** Of several servers, given or discovered, the one in use replaces the first; without a connection their number is shown. */
function addressOf({ target, link }: DeckState): string | undefined {
	// A context is shown by its name alone, unless its URL was overridden.
	if (target.beforeServer === undefined) return undefined;
	if (link.phase === 'connected') return `${target.beforeServer}${link.server.address}`;
	return target.servers.length < 2 ? undefined : `${target.label} and ${target.servers.length - 1} more`;
}

/** The tones of a nats CLI context's `color_scheme`. */
const schemeTones: Readonly<Record<string, Tone>> = {
	red: 'bad',
	yellow: 'warn',
	green: 'good',
	blue: 'accent',
	cyan: 'accent',
};

/** The name of a context with several servers does not say which one is in use. */
function inUse({ target, link }: DeckState): string | undefined {
	const several = target.servers.length > 1 && target.beforeServer === undefined;
	return several && link.phase === 'connected' ? link.server.address : undefined;
}

function accountName({ user }: DeckState): string | undefined {
	return user && (user.account_name || shortKey(user.account));
}

/**
 * Servers without a name have their public key as name, and in operator mode those before 2.12 only send the account's key: its
 * beginning identifies it well enough.
 */
function shortKey(name: string): string {
	return /^[AN][A-Z2-7]{55}$/.test(name) ? `${name.slice(0, 8)}…` : name;
}

function milliseconds(ms: number): string {
	return `${ms < 100 ? Number(threeDigits(ms)).toFixed(1) : Math.round(ms)} ms`;
}

function rightOf(state: DeckState): Line {
	const readOnly: Line = state.readOnly ? [{ text: 'READ-ONLY', tone: 'warn' }] : [];
	return joinLines([readOnly, linkLine(state)], '  ');
}

function linkLine(state: DeckState): Line {
	const { link } = state;
	switch (link.phase) {
		case 'connecting':
			return [{ text: `◌ connecting${tries(link, state.now)}`, tone: link.problem === undefined ? 'accent' : 'bad' }];
		case 'reconnecting':
			return [{ text: `◐ reconnecting${tries(link, state.now)}`, tone: 'bad' }, ...dataAge(state)];
		case 'connected':
			return liveLine(state);
		case 'closed':
			return [{ text: '○ closed', tone: 'dim' }];
		default:
			return link satisfies never;
	}
}

function liveLine(state: DeckState): Line {
	const { heardAt } = state;
	if (heardAt !== undefined && isStale(state, heardAt)) return [{ text: '◐ slow', tone: 'warn' }, ...dataAge(state)];
	const pace = state.lastTick?.paceMs ?? 0;
	if (pace >= state.intervalMs * notablySlower) return [{ text: `◐ slow, every ${shortDuration(pace)}`, tone: 'warn' }];
	return [{ text: `● live ${seconds(state.intervalMs)}`, tone: 'good' }];
}

/** From this multiple of the interval on, the header shows how often replies arrive rather than how often they are requested. */
const notablySlower = 1.25;

const seconds = (ms: number): string => `${ms / 1000}s`;

function dataAge({ heardAt, now }: DeckState): Line {
	return heardAt === undefined ? [] : [{ text: ` · data ${shortDuration(now - heardAt)} old`, tone: 'warn' }];
}

function tries({ attempt, retryAt }: Extract<LinkStatus, { attempt: number }>, now: number): string {
	const nth = attempt > 1 ? `, attempt ${count(attempt)}` : '';
	return retryAt !== undefined && retryAt > now
		? `${nth}, next in ${wholeSeconds(Math.max(1000, retryAt - now))}`
		: nth;
}
