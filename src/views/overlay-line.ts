import type { Overlay } from '../store/overlay.ts';

/** What lies over the screen stands in place of the crumbs, and what is below it is seen. */
export function isLine(overlay: Overlay | undefined): boolean {
	return overlay?.kind === 'filter' || overlay?.kind === 'find';
}
