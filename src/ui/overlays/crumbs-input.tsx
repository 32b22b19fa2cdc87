import { Box, Text } from 'ink';
import type { ReactElement } from 'react';
import { width } from '../../format/width.ts';
import type { Overlays } from '../../store/overlay.ts';
import { LineInput } from '../parts/line-input.tsx';
import { useDeck } from '../use-deck.ts';

interface Props {
	readonly kind: 'filter' | 'find';
	/** On the right. */
	readonly hint: string;
	readonly onChange: (text: string) => void;
}

/** An input line in place of the crumbs. */
export function CrumbsInput({ kind, hint, onChange }: Props): ReactElement {
	const line = useDeck(({ overlay }) => (overlay?.kind === kind ? (overlay as Overlays[typeof kind]) : undefined));
	const columns = useDeck(({ size }) => size.columns);
	return (
		<Box height={1}>
			<Text bold>/</Text>
			<LineInput
				text={line?.text ?? ''}
				isPrefilled={line?.isPrefilled === true}
				columns={columns - 1 - width(hint) - 2}
				onChange={onChange}
			/>
			<Text dimColor>{`  ${hint}`}</Text>
		</Box>
	);
}
