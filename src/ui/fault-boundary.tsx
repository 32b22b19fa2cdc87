import { Component, type ReactNode } from 'react';

interface Props {
	readonly onFault: (fault: unknown) => void;
	readonly children: ReactNode;
}

/**
 * Takes a fault of any component out of React. Ink's own boundary would draw the place in the source, which in a bundle of one
 * line takes seconds, on a screen that is about to be left.
 */
export class FaultBoundary extends Component<Props, { readonly broken: boolean }> {
	static getDerivedStateFromError(): { readonly broken: boolean } {
		return { broken: true };
	}

	override readonly state = { broken: false };

	override componentDidCatch(fault: unknown): void {
		this.props.onFault(fault);
	}

	override render(): ReactNode {
		return this.state.broken ? null : this.props.children;
	}
}
