import type { StoreApi } from 'zustand/vanilla';
import { shellQuoted } from '../../format/shell.ts';
import { natsCommand } from '../../jetstream/nats-command.ts';
import type { Api } from '../../jetstream/request.ts';
import type { Target } from '../../nats/link.ts';
import type { Deck, Plan } from '../deck.ts';
import { faultProblem } from '../fault.ts';
import type { Confirm, WireText } from '../overlay.ts';
import type { DeckState } from '../state.ts';
import { toast } from '../toast.ts';
import type { Proposal } from './proposal.ts';
import { wireWritten } from './send.ts';

/**
 * Plans something and shows it for somebody to agree to. What is at stake may have to be asked for: keys that come meanwhile
 * mean nothing, and `esc` gives up.
 */
export function propose(
	store: StoreApi<DeckState>,
	api: Api,
	title: string,
	plan: Parameters<Deck['propose']>[1],
): void {
	const giveUp = new AbortController();
	const planned = plan(api, giveUp.signal);
	if (!(planned instanceof Promise)) {
		show(store, api, planned);
		return;
	}
	void waiting(store, title, giveUp, planned.catch(unplanned)).then((made) => made && show(store, api, made));
}

const unplanned = (fault: unknown): Plan => ({
	refusal: `${faultProblem('', fault).message} Nothing was sent.`,
});

/** Asks the server for something under a note that says so; undefined where somebody gave up. */
export function waitFor<T extends object>(
	store: StoreApi<DeckState>,
	title: string,
	work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
	const giveUp = new AbortController();
	return waiting(store, title, giveUp, work(giveUp.signal));
}

async function waiting<T extends object>(
	store: StoreApi<DeckState>,
	title: string,
	giveUp: AbortController,
	work: Promise<T>,
): Promise<T | undefined> {
	const close = () => store.setState({ overlay: undefined });
	const cancel = () => {
		giveUp.abort();
		close();
	};
	const wait = { kind: 'wait' as const, title, cancel };
	store.setState({ overlay: wait });
	const made = await work;
	if (store.getState().overlay !== wait) return undefined;
	close();
	return made;
}

function show(store: StoreApi<DeckState>, api: Api, plan: Plan): void {
	const shown = 'refusal' in plan ? plan : wiresOf(api, plan, store.getState().target);
	if ('refusal' in shown) {
		store.setState({ overlay: undefined });
		toast(store, 'warn', shown.refusal);
	} else store.setState({ overlay: { kind: 'confirm', ...shown, text: '', offset: 0 } });
}

/** A proposal with every request as it leaves, and as a line of the nats CLI; or why it cannot be sent. */
export function wiresOf(
	api: Api,
	proposal: Proposal,
	{ context, domain, apiPrefix }: Target,
): Pick<Confirm, 'proposal' | 'wires'> | { readonly refusal: string } {
	const wires: WireText[] = [];
	const where = {
		...(context !== undefined && { context: context.name }),
		...(domain !== undefined && { domain }),
		...(apiPrefix !== undefined && { apiPrefix }),
	};
	for (const { wire, before } of proposal.steps) {
		const made = wireWritten(api, wire);
		if (!made.ok) return { refusal: made.problem.message };
		const { endpoint } = wire;
		const { subject, payload } = made;
		const nats =
			endpoint === 'consumer.ack' || endpoint === 'raw' || endpoint === 'subscribe'
				? undefined
				: api.dialect() === 'preview'
					? `nats req ${shellQuoted(subject)} ${shellQuoted(payload)}`
					: natsCommand(endpoint, wire.params, wire.body, before, where);
		wires.push({ subject, payload, ...(nats !== undefined && { nats }) });
	}
	return { proposal, wires };
}
