import type { JournalFile } from '../changes/journal.ts';
import type { Consequence, Proposal } from '../changes/proposal.ts';
import { confirmOf, wiresOf } from '../changes/propose.ts';
import type { Deck, DeckOptions } from '../commands/deck-handle.ts';
import { inSentences } from '../jetstream/problem.ts';
import type { Settings } from '../nats/settings-types.ts';
import { withFeatures } from '../store/known-features.ts';
import { confirmLines } from '../views/confirm-lines.ts';
import { noSight } from '../views/interests.ts';
import { connected } from './connected.ts';
import { exitCodeOfConnection, stoppedCode, unagreedCode } from './exit-codes.ts';
import { orStopped } from './run-over.ts';

/** Asks on the terminal; undefined without one, or if nothing was typed. */
export type AskLine = (question: string) => Promise<string | undefined>;

/** The surroundings of a subcommand that changes something. */
export interface Scripted {
	/** A deck without its screen. */
	readonly createDeck: (options: DeckOptions) => Deck;
	readonly journal?: JournalFile;
	readonly out: NodeJS.WriteStream;
	readonly complain: (text: string) => void;
	readonly ask: AskLine | undefined;
	/** Aborts when somebody presses ctrl-c. */
	readonly signal: AbortSignal;
}

interface DeckChoices {
	readonly readOnly: boolean;
	/** Changes are written to the journal. */
	readonly journal: boolean;
	/** It has values of keys too. */
	readonly journalValues?: boolean;
	/** Changes that the journal cannot store are sent anyway. */
	readonly unkept?: true;
}

/** Complains, and returns the exit code. */
export function failed({ complain }: Pick<Scripted, 'complain'>, code: number, ...messages: readonly string[]): number {
	for (const message of messages) complain(message);
	return code;
}

/** Runs `use` with a deck that is connected and knows its server, and polls nothing. */
export async function withDeck(
	settings: Settings,
	{ readOnly, journal, journalValues = false, unkept }: DeckChoices,
	{ createDeck, journal: file, complain, signal }: Pick<Scripted, 'createDeck' | 'journal' | 'complain' | 'signal'>,
	work: (deck: Deck) => Promise<number>,
): Promise<number> {
	const deck = createDeck({
		settings,
		readOnly,
		intervalMs: 60_000,
		size: { columns: 100, rows: 40 },
		sight: noSight,
		...(file !== undefined && journal && { journal: file, journalRequired: unkept !== true, journalValues }),
	});
	try {
		const problem = await orStopped(connected(deck.link()), signal);
		if (signal.aborted) return stoppedCode;
		if (problem !== undefined) {
			complain(inSentences(problem));
			return exitCodeOfConnection(problem);
		}
		const dialect = await deck.api().dialectKnown();
		deck.store.setState((state) => withFeatures(state, dialect));
		return await work(deck);
	} finally {
		await deck.close();
	}
}

interface Asking {
	/** Only after somebody agreed; a plan that needs no agreement says only what has one of these tones. */
	readonly asks: true | { readonly tones: readonly Consequence['tone'][] };
	/** Somebody agreed already, or nothing will be sent. */
	readonly agreed: boolean;
	readonly question?: string;
}

/** Shows a plan, and asks for it. @returns the exit code if it must not be carried out */
export async function unagreed(
	deck: Deck,
	plan: Proposal,
	around: Pick<Scripted, 'ask' | 'complain' | 'signal'>,
	{ asks, agreed, question = 'Continue?' }: Asking,
): Promise<number | undefined> {
	if (asks === true) around.complain(proposalText(deck, plan));
	else for (const { text, tone } of plan.consequences) if (asks.tones.includes(tone)) around.complain(text);
	const why = asks === true && !agreed ? await notAgreed(around, question) : undefined;
	if (around.signal.aborted) return stoppedCode;
	return why === undefined ? undefined : failed(around, unagreedCode, why);
}

/** @returns why not, as a sentence */
async function notAgreed({ ask }: Pick<Scripted, 'ask'>, question: string): Promise<string | undefined> {
	if (ask === undefined) return 'Nothing was sent: add --yes.';
	const said = await ask(`${question} [y/N] `);
	return /^y(es)?$/i.test(said?.trim() ?? '') ? undefined : 'Nothing was sent.';
}

const columns = 100;

/** The text of a proposal, as in the dialog. */
export function proposalText(deck: Deck, proposal: Proposal): string {
	const { target, journalPlace } = deck.store.getState();
	const shown = wiresOf(deck.api(), proposal, target);
	if ('refusal' in shown) return shown.refusal;
	const lines = confirmLines(confirmOf(shown, journalPlace), columns, 'print');
	const texts = lines.map((line) => line.map(({ text }) => text).join(''));
	return [proposal.title, ...texts].join('\n').trimEnd();
}
