import { Box, Text, useInput, useIsScreenReaderEnabled } from 'ink';
import { type ReactElement, useEffect, useMemo } from 'react';
import { pressKey } from '../commands/dispatch.ts';
import type { Host } from '../commands/host.ts';
import type { Deck } from '../store/deck.ts';
import { tooSmall } from '../store/show/layout.ts';
import { keyName } from '../terminal/key-name.ts';
import { calmStore } from './calm-store.ts';
import { FilterLine } from './overlays/filter.tsx';
import { Over } from './overlays/over.tsx';
import { Footer } from './parts/footer.tsx';
import { Crumbs, Header } from './parts/header.tsx';
import { Toasts } from './parts/toasts.tsx';
import { typeKeyInConsole } from './screens/console-typing.ts';
import { Screen } from './screens/screen.tsx';
import { ReachContext, useDeck } from './use-deck.ts';

interface Props {
	readonly deck: Deck;
	readonly host: Host;
}

/** The deck on a terminal: draws its state, hands it keys. */
export function App({ deck, host }: Props): ReactElement {
	const reader = useIsScreenReaderEnabled();
	const calmed = useMemo(() => (reader ? calmStore(deck.store) : undefined), [reader, deck]);
	useEffect(() => calmed?.end, [calmed]);
	const reach = useMemo(() => ({ deck, host, drawn: calmed?.calm ?? deck.store }), [deck, host, calmed]);
	useInput((input, key) => {
		const name = keyName(input, key);
		if (!pressKey(deck, host, name)) typeKeyInConsole(deck, name, input);
	});
	return (
		<ReachContext value={reach}>
			<Frame />
		</ReachContext>
	);
}

/** The whole screen: as many lines as it has, none wider than it is. */
function Frame(): ReactElement {
	const columns = useDeck(({ size }) => size.columns);
	const rows = useDeck(({ size }) => size.rows);
	const filtering = useDeck(({ overlay }) => overlay?.kind === 'filter');
	const reader = useIsScreenReaderEnabled();
	const refusal = useDeck(({ size }) => tooSmall(size));
	if (refusal !== undefined && !reader) {
		return (
			<Box width={columns} height={rows} overflow="hidden">
				<Text>{refusal}</Text>
			</Box>
		);
	}
	return (
		<Box flexDirection="column" {...(!reader && { width: columns, height: rows })}>
			<Header />
			{filtering ? <FilterLine /> : <Crumbs />}
			<Screen />
			<Footer />
			<Toasts />
			<Over />
		</Box>
	);
}
