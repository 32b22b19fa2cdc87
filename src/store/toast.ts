import type { StoreApi } from 'zustand/vanilla';
import type { DeckState, Toast } from './state.ts';

const shownMs: Readonly<Record<Toast['tone'], number>> = { good: 4_000, info: 4_000, warn: 8_000, bad: 12_000 };
const most = 4;
let lastId = 0;

/** Says something for a while at the lower edge of the screen. The same text again replaces the older one. */
export function toast(store: StoreApi<DeckState>, tone: Toast['tone'], text: string): void {
	lastId += 1;
	const added: Toast = { id: lastId, tone, text, until: Date.now() + shownMs[tone] };
	store.setState(({ toasts }) => ({ toasts: [...toasts.filter((other) => other.text !== text), added].slice(-most) }));
}

/** Shows a message while `work` runs. `work` may replace `text` with its progress. */
export async function toastWhile<T>(
	store: StoreApi<DeckState>,
	text: string,
	work: (say: (text: string) => void) => Promise<T>,
): Promise<T> {
	lastId += 1;
	const id = lastId;
	const others = (): readonly Toast[] => store.getState().toasts.filter((each) => each.id !== id);
	const say = (now: string): void => {
		const added: Toast = { id, tone: 'info', text: now, until: Number.POSITIVE_INFINITY };
		store.setState({ toasts: [...others(), added].slice(-most) });
	};
	say(text);
	try {
		return await work(say);
	} finally {
		store.setState({ toasts: others() });
	}
}

/** Those that are still to be shown; the same array when that is all of them. */
export function liveToasts(toasts: readonly Toast[], now: number): readonly Toast[] {
	return toasts.some(({ until }) => until <= now) ? toasts.filter(({ until }) => until > now) : toasts;
}
