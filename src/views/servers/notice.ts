import { inSentences } from '../../jetstream/problem.ts';
import type { DeckState } from '../../store/state.ts';
import { hasSystem } from '../../store/system/access.ts';
import type { Notice } from '../places/row.ts';

/** The header does not name a second connection: it may be to production, or to another cluster. */
function overNotice({ system: { own, beside } }: DeckState): Notice | undefined {
	if (beside === undefined) return undefined;
	const { target } = beside;
	const label = target.context?.name ?? target.label;
	if (own === true)
		return { text: `This connection is to the system account and is used: ${label} is not.`, tone: 'plain' };
	return target.context?.production === true
		? { text: `PRODUCTION: these servers are those of ${label}.`, tone: 'bad' }
		: undefined;
}

/** What a place says of servers, after whose servers they are. */
export function noticeOver(state: DeckState, notice: Notice): Notice {
	const over = overNotice(state);
	return over === undefined
		? notice
		: { text: `${over.text} ${notice.text}`, tone: over.tone === 'bad' ? 'bad' : notice.tone };
}

/** Why a place for the system account does not show everything, and what to do; undefined where it does. */
export function systemNotice(state: DeckState): Notice | undefined {
	const { system, user } = state;
	const { beside, own } = system;
	if (hasSystem(state)) return overNotice(state);
	if (beside !== undefined) {
		const { target, link, isSystem, user: other } = beside;
		const label = target.context?.name ?? target.label;
		if (isSystem === false) {
			const who = other === undefined ? '' : ` It is that of account ${other.account_name ?? other.account}.`;
			return { text: `${label} is not the system account.${who} Choose another with :system.`, tone: 'bad' };
		}
		if ('problem' in link && link.problem !== undefined)
			return { text: `System account, ${label}: ${inSentences(link.problem)}`, tone: 'bad' };
		return { text: `Connecting to the system account, ${label}…`, tone: 'plain' };
	}
	if (own === undefined) return undefined;
	const account = user === undefined ? 'This account' : `Account ${user.account_name ?? user.account}`;
	return {
		text: `${account} sees only what servers grant every user: their names and versions, and its own connections. :system connects to the system account beside it, which sees the rest.`,
		tone: 'plain',
	};
}
