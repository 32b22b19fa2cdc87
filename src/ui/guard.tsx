import { Component, type ReactNode, useEffect } from 'react';
import type { DeckState } from '../store/state.ts';
import { useReach } from './use-deck.ts';

interface Props {
	/** Drawn in place of what failed. */
	readonly instead: (fault: unknown) => ReactNode;
	/** Removes what cannot be drawn, so that the rest is drawn at once. */
	readonly onFault?: (fault: unknown) => void;
	readonly children: ReactNode;
}

interface Held {
	readonly fault: unknown;
}

/**
 * Keeps an error in one part of the screen from breaking the others. Each key and each poll tries that part again: the data it
 * failed on may no longer be in view.
 */
export class Guard extends Component<Props, { readonly held: Held | undefined }> {
	static getDerivedStateFromError(fault: unknown): { readonly held: Held } {
		return { held: { fault } };
	}

	override readonly state: { readonly held: Held | undefined } = { held: undefined };

	override componentDidCatch(fault: unknown): void {
		if (this.props.onFault === undefined) return;
		this.props.onFault(fault);
		this.setState({ held: undefined });
	}

	override render(): ReactNode {
		const { held } = this.state;
		if (held === undefined) return this.props.children;
		return (
			<>
				<Retry again={() => this.setState({ held: undefined })} />
				{this.props.instead(held.fault)}
			</>
		);
	}
}

/** State that can change what is drawn; the clock alone cannot. */
const anew = ['touchedAt', 'views', 'lists', 'overlay', 'lastTick', 'size', 'console', 'link', 'toasts'] as const;

function Retry({ again }: { readonly again: () => void }): null {
	const { drawn } = useReach();
	useEffect(() => {
		const changed = (after: DeckState, before: DeckState): void => {
			if (anew.some((field) => after[field] !== before[field])) again();
		};
		return drawn.subscribe(changed);
	}, [drawn, again]);
	return null;
}
