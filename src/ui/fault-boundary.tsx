import { Component, type ReactNode } from 'react';

interface Props {
	readonly onFault: (fault: unknown) => void;
	readonly children: ReactNode;
}

/**
 * Catches errors of any component outside React. Ink's own boundary would draw the source line, which takes seconds in a bundle
 * of one line, on a screen that is about to close.
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
