import type { Overlay } from '../store/overlay.ts';

/** Whether an overlay only replaces the crumbs, so that the screen below stays visible. */
export function isLine(overlay: Overlay | undefined): boolean {
	return overlay?.kind === 'filter' || overlay?.kind === 'find';
}
