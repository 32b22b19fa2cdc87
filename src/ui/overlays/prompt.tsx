import { Text } from 'ink';
import { type ReactElement, useRef } from 'react';
import { answer } from '../../commands/answers.ts';
import { contextOf } from '../../commands/dispatch.ts';
import type { Tone } from '../../format/line.ts';
import { sanitise } from '../../format/sanitise.ts';
import { wrapText } from '../../format/width.ts';
import { closeOverlay } from '../../store/nav.ts';
import type { Prompt } from '../../store/overlay.ts';
import { LineInput } from '../parts/line-input.tsx';
import { type Reach, useDeck, useReach } from '../use-deck.ts';
import { Panel, PanelRow, PanelSides, usePlace } from './panel.tsx';

/** Asks for one line. It stays open, with the typed text and an error, until the answer is accepted. */
export function PromptLine(): ReactElement | null {
	const reach = useReach();
	const overlay = useDeck((state) => (state.overlay?.kind === 'prompt' ? state.overlay : undefined));
	const { inner } = usePlace();
	const asked = useRef<{ readonly prompt: Prompt | undefined; readonly count: number }>({
		prompt: undefined,
		count: 0,
	});
	if (overlay === undefined) return null;
	const { prompt, text, isPrefilled = false, error, offered } = overlay;
	// One prompt may follow another: each starts with its own cursor.
	if (asked.current.prompt !== prompt) asked.current = { prompt, count: asked.current.count + 1 };
	return (
		<Panel title={sanitise(prompt.title)}>
			<PanelSides>
				<Text bold>{'> '}</Text>
				<LineInput
					key={asked.current.count}
					text={text}
					isPrefilled={isPrefilled}
					columns={inner - 2}
					secret={prompt.secret}
					onChange={(typed) => reach.deck.store.setState({ overlay: { kind: 'prompt', prompt, text: typed } })}
					onSubmit={(typed) => void submit(reach, prompt, typed)}
				/>
			</PanelSides>
			{paragraph(error ?? offered ?? prompt.help, error === undefined ? 'dim' : 'bad', inner)}
		</Panel>
	);
}

/** The prompt may have been closed while the answer was being checked: then there is nothing to close. */
async function submit({ deck, host }: Reach, prompt: Prompt, text: string): Promise<void> {
	const { overlay: asked } = deck.store.getState();
	if (asked?.kind === 'prompt') {
		const { error: _, ...again } = asked;
		deck.store.setState({ overlay: again });
	}
	const error = await answer(contextOf(deck, host), prompt, text);
	const { overlay } = deck.store.getState();
	if (overlay?.kind !== 'prompt' || overlay.prompt !== prompt) return;
	if (error !== undefined) deck.store.setState({ overlay: { ...overlay, error } });
	// A refused proposal says why in the prompt itself.
	else if (overlay.error === undefined) deck.store.setState(closeOverlay());
}

function paragraph(text: string, tone: Tone, columns: number): readonly ReactElement[] {
	return wrapText(sanitise(text), columns - 2).map((line) => <PanelRow key={line} line={[{ text: line, tone }]} />);
}
