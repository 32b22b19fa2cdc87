import { Transform, useIsScreenReaderEnabled } from 'ink';
import type { ReactElement, ReactNode } from 'react';

const inverse = (text: string): string => `\u001b[7m${text}\u001b[27m`;
const plain = (text: string): string => text;

/**
 * Text with foreground and background exchanged. It bypasses Ink's colour library, which under NO_COLOR drops this along with the
 * colours: the selected row and the text cursor must stay visible.
 */
export function Inverse({ children }: { readonly children: ReactNode }): ReactElement {
	return <Transform transform={useIsScreenReaderEnabled() ? plain : inverse}>{children}</Transform>;
}
