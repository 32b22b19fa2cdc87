import { Box, Text, useInput, useIsScreenReaderEnabled, usePaste, useStdin } from 'ink';
import { type ReactElement, useEffect, useMemo } from 'react';
import { afterFault } from '../commands/after-fault.ts';
import type { Deck } from '../commands/deck-handle.ts';
import { pressKey } from '../commands/dispatch.ts';
import type { Host } from '../commands/host.ts';
import { refusePaste } from '../commands/paste.ts';
import { faultText } from '../store/fault.ts';
import type { DeckState } from '../store/state.ts';
import { keyName } from '../terminal/key-name.ts';
import { KeyInput } from '../terminal/keyboard.ts';
import { layoutOf, tooSmall } from '../views/layout.ts';
import { isLine } from '../views/overlay-line.ts';
import { calmStore } from './calm-store.ts';
import { Guard } from './guard.tsx';
import { FilterLine } from './overlays/filter.tsx';
import { FindLine } from './overlays/find.tsx';
import { Over } from './overlays/over.tsx';
import { Footer } from './parts/footer.tsx';
import { Crumbs, Header } from './parts/header.tsx';
import { Toasts } from './parts/toasts.tsx';
import { BrokenLine, BrokenScreen } from './screens/broken.tsx';
import { typeKeyInConsole } from './screens/console-typing.ts';
import { Screen } from './screens/screen.tsx';
import { ReachContext, useDeck, useReach } from './use-deck.ts';

interface Props {
	readonly deck: Deck;
	readonly host: Host;
}

/** Draws the deck's state on a terminal and hands it keys. */
export function App({ deck, host }: Props): ReactElement {
	const reader = useIsScreenReaderEnabled();
	const calmed = useMemo(() => (reader ? calmStore(deck.store) : undefined), [reader, deck]);
	useEffect(() => calmed?.end, [calmed]);
	const reach = useMemo(() => ({ deck, host, drawn: calmed?.calm ?? deck.store }), [deck, host, calmed]);
	return (
		<ReachContext value={reach}>
			<Keys deck={deck} host={host} />
			<Frame />
		</ReachContext>
	);
}

/**
 * Its key listener must be added before those of the inputs, in the first frame too: Ink calls listeners in the order of
 * mounting. Otherwise the enter that closes a prompt would also reach the screen below.
 */
function Keys({ deck, host }: Props): null {
	const { stdin } = useStdin();
	useInput((input, key) => {
		const name = isWheel(stdin) ? `wheel+${keyName(input, key)}` : keyName(input, key);
		try {
			if (!pressKey(deck, host, name, burstOf(stdin))) typeKeyInConsole(deck, name, input);
		} catch (fault) {
			afterFault(deck, host, name, fault);
		}
	});
	// Listens even without an input: the terminal reports pastes only while somebody listens.
	usePaste(() => refusePaste({ deck }));
	return null;
}

/** Keys that do not come through jetdeck's reader are a burst each. */
function burstOf(stdin: unknown): number | undefined {
	return stdin instanceof KeyInput ? stdin.burst : undefined;
}

function isWheel(stdin: unknown): boolean {
	return stdin instanceof KeyInput && stdin.isWheel;
}

/** An overlay that cannot be drawn accepts only keys that close it. */
function brokenOverlay({ overlay }: DeckState, fault: unknown): Pick<DeckState, 'overlay'> {
	return { overlay: overlay?.kind === 'fault' ? undefined : { kind: 'fault', message: faultText(fault) } };
}

/** The whole screen: exactly as many lines as the terminal has, none too wide. */
function Frame(): ReactElement {
	const columns = useDeck(({ size }) => size.columns);
	const rows = useDeck(({ size }) => size.rows);
	const line = useDeck(({ overlay }) => (isLine(overlay) ? overlay?.kind : undefined));
	const footer = useDeck((state) => layoutOf(state).footer);
	const { deck } = useReach();
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
			<Guard instead={() => <BrokenLine what="The header" />}>
				<Header />
			</Guard>
			<Guard instead={() => <BrokenLine what="This line" />}>
				{line === 'filter' ? <FilterLine /> : line === 'find' ? <FindLine /> : <Crumbs />}
			</Guard>
			<Guard instead={(fault) => <BrokenScreen fault={fault} />}>
				<Screen />
			</Guard>
			<Guard instead={() => <BrokenLine what="The list of keys" lines={footer} />}>
				<Footer />
			</Guard>
			<Guard instead={() => null} onFault={() => deck.store.setState({ toasts: [] })}>
				<Toasts />
			</Guard>
			<Guard instead={() => null} onFault={(fault) => deck.store.setState((state) => brokenOverlay(state, fault))}>
				<Over />
			</Guard>
		</Box>
	);
}
