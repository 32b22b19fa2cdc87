import type { StoreApi } from 'zustand/vanilla';
import { natsMessageLine } from '../jetstream/nats-cli/nats-line.ts';
import type { Api } from '../jetstream/request.ts';
import type { Link, LinkStatus, Target } from '../nats/link.ts';
import { faultProblem } from '../store/fault.ts';
import type { Overlays } from '../store/overlay.ts';
import type { DeckState } from '../store/state.ts';
import { toast } from '../store/toast.ts';
import type { Confirm, WireText } from './confirm.ts';
import { withDropped } from './expected-refusals.ts';
import { type JournalPlace, notWritableInWords } from './journal.ts';
import type { Consequence, Plan, Planner, Proposal, Say } from './proposal.ts';
import { wireKind } from './wires/table.ts';

/**
 * Plans a change and shows it for confirmation. Planning may ask the server what would be lost: meanwhile keys do nothing, and
 * `esc` cancels.
 * @returns the proposal shown; undefined if none is
 */
export async function propose(
	store: StoreApi<DeckState>,
	over: ProposedOver,
	title: string,
	planner: Planner,
	via?: 'system',
): Promise<Confirm | undefined> {
	const plan: Planner = via === undefined ? planner : overSystem(planner, over, store);
	const { overlay } = store.getState();
	const asked = overlay?.kind === 'prompt' ? overlay : undefined;
	const giveUp = new AbortController();
	let doing = 'Checking what would be lost';
	// A plan may say what it does before the note is shown.
	let shown: Say = (first) => {
		doing = first;
	};
	const planned = plan(over.api, giveUp.signal, (text) => shown(text));
	if (!(planned instanceof Promise)) return show(store, over, planned, asked);
	const made = await waiting(store, { title, doing }, giveUp, (say) => {
		shown = say;
		return planned.catch(unplanned);
	});
	return made && show(store, over, made, asked);
}

/** The connection that a proposal is sent over. */
interface ProposedOver {
	readonly api: Api;
	readonly link: Pick<Link, 'target'>;
}

/** The dialog names the connection first: the header does not, and it may be to another cluster. */
function overSystem(plan: Planner, { link: { target } }: ProposedOver, store: StoreApi<DeckState>): Planner {
	return async (api, signal, say) => {
		const planned = await plan(api, signal, say);
		if ('refusal' in planned) return planned;
		const consequences = [overInWords(store.getState(), target), ...planned.consequences];
		return { ...planned, over: target, consequences };
	};
}

/** Over which context and cluster a change of servers is sent. */
export function overInWords(state: DeckState, target: Target): Consequence {
	const { beside } = state.system;
	const isBeside = beside?.target === target;
	const [own, cluster] = [clusterOf(state.link), clusterOf(isBeside ? beside.link : state.link)];
	const production = target.context?.production === true;
	const other = isBeside && cluster !== own ? `, not ${own ?? 'the server'} of the header` : '';
	const where = cluster === undefined ? '' : `, to cluster ${cluster}${other}`;
	const context = target.context === undefined ? target.label : `context ${target.context.name}`;
	return {
		text: `Sent over ${context}${production ? ', PRODUCTION' : ''}${where}.`,
		tone: production || other !== '' ? 'warn' : 'plain',
	};
}

const clusterOf = (link: LinkStatus): string | undefined => ('server' in link ? link.server.cluster : undefined);

const unplanned = (fault: unknown): Plan => ({
	refusal: `${faultProblem('', fault).message} Nothing was sent.`,
});

/** Asks the server for something while a note says so; closing the note cancels it and returns undefined. */
export function waitFor<T extends object>(
	store: StoreApi<DeckState>,
	title: string,
	work: (signal: AbortSignal, say: Say) => Promise<T>,
): Promise<T | undefined> {
	const giveUp = new AbortController();
	return waiting(store, { title, doing: 'Reading' }, giveUp, (say) => work(giveUp.signal, say));
}

/** What is said is for people: no more often than they read. */
const sayMs = 100;

async function waiting<T extends object>(
	store: StoreApi<DeckState>,
	first: Omit<Overlays['wait'], 'kind'>,
	giveUp: AbortController,
	begin: (say: Say) => Promise<T>,
): Promise<T | undefined> {
	let wait: Overlays['wait'] = { kind: 'wait', ...first };
	let saidAt = 0;
	const isShown = () => store.getState().overlay === wait;
	const say = (doing: string): void => {
		if (!isShown() || Date.now() - saidAt < sayMs) return;
		saidAt = Date.now();
		wait = { ...wait, doing };
		store.setState({ overlay: wait });
	};
	store.setState({ overlay: wait });
	const unwatch = store.subscribe(() => isShown() || giveUp.abort());
	try {
		const made = await begin(say);
		return isShown() ? made : undefined;
	} finally {
		unwatch();
		if (isShown()) store.setState({ overlay: undefined });
	}
}

/** `asked`: the prompt that was answered, which a refusal returns to with what was typed. */
function show(
	store: StoreApi<DeckState>,
	{ api, link }: ProposedOver,
	plan: Plan,
	asked: Overlays['prompt'] | undefined,
): Confirm | undefined {
	const { features, journalPlace } = store.getState();
	const told = withDropped(plan, features);
	const shown = 'refusal' in told ? told : wiresOf(api, told, link.target);
	if ('refusal' in shown) {
		store.setState({ overlay: asked && { ...asked, error: shown.refusal } });
		if (asked === undefined) toast(store, 'warn', shown.refusal);
		return undefined;
	}
	const overlay: Confirm = { ...confirmOf(shown, journalPlace), burst: store.getState().burst };
	store.setState({ overlay });
	return overlay;
}

/** The confirmation as it opens. */
export function confirmOf(shown: Pick<Confirm, 'proposal' | 'wires'>, place: JournalPlace): Confirm {
	const unkept = notWritableInWords(place);
	return { kind: 'confirm', ...shown, ...(unkept !== undefined && { unkept }), text: '', offset: 0 };
}

/** A proposal with every request as it is sent, and as lines of the nats CLI; or why it cannot be sent. */
export function wiresOf(
	api: Api,
	proposal: Proposal,
	target: Target,
): Pick<Confirm, 'proposal' | 'wires'> | { readonly refusal: string } {
	const wires: WireText[] = [];
	const dialect = api.dialect();
	for (const { wire, before } of proposal.steps) {
		const kind = wireKind(wire);
		const made = kind.written(wire, api);
		if (!made.ok) return { refusal: made.problem.message };
		const { subject, payload } = made;
		const message = kind.message(wire, dialect);
		const request =
			message === undefined
				? '# jetdeck makes several messages for this: no line of nats req does the same.'
				: natsMessageLine(target.cli, { subject, payload, ...message });
		// A preview server supports none of the requests of the nats CLI.
		const command = dialect === 'current' ? kind.command?.(wire, target, before) : undefined;
		wires.push({ subject, headers: message?.headers ?? [], payload, request, nats: command ?? request });
	}
	return { proposal, wires };
}
