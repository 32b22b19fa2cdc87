import { Box, Text, useInput, useIsScreenReaderEnabled, usePaste } from 'ink';
import TextInput from 'ink-text-input';
import { type ReactElement, useRef, useState } from 'react';
import { truncate, width } from '../../format/width.ts';
import { keyName } from '../../terminal/key-name.ts';
import { Inverse } from './inverse.tsx';
import { type Edited, edits, firstGrapheme, typeable } from './line-edit.ts';

interface Props {
	readonly text: string;
	/** Its exact width in columns. */
	readonly columns: number;
	/** The deck filled in the text: it is shown as selected, and typing replaces it. Editing keys keep it. */
	readonly isPrefilled?: boolean;
	/** Draws a `•` for each character. */
	readonly secret?: boolean;
	/** False while something else receives the keys. */
	readonly active?: boolean;
	readonly onChange: (text: string) => void;
	readonly onSubmit?: (text: string) => void;
}

/**
 * One input line. ink-text-input handles typing before the cursor; keys that move, delete or mean nothing are handled here, since
 * it would type the letter of `ctrl+u`. Keys of commands never reach it.
 */
export function LineInput(props: Props): ReactElement {
	const { text: given, columns, isPrefilled = false, secret = false, active = true, onChange, onSubmit } = props;
	const text = typeable(given);
	const reader = useIsScreenReaderEnabled();
	const [tail, setTail] = useState('');
	const [isKept, setKept] = useState(false);
	const isSelected = active && isPrefilled && !isKept && text !== '';
	const taken = useRef(false);
	// Text from elsewhere, such as a completion, may end differently: then the cursor goes to its end.
	const after = text.endsWith(tail) ? tail : '';
	const line: Edited = { before: text.slice(0, text.length - after.length), after };
	const change = (next: Edited): void => {
		setTail(next.after);
		if (next.before + next.after !== text) onChange(next.before + next.after);
	};
	const type = (typed: string): void =>
		change(isSelected ? { before: typed, after: '' } : { before: line.before + typed, after });
	usePaste((pasted) => type(typeable(pasted)), { isActive: active });
	const shown = windowOf(line, columns, secret);
	return (
		<Box {...(!reader && { width: columns })}>
			<KeysFirst
				active={active}
				onKey={(name) => {
					const edit = edits[name];
					taken.current = edit !== undefined || (name.length > 1 && name.includes('+'));
					if (!edit) return;
					setKept(true);
					change(edit(line));
				}}
			/>
			<Text wrap="truncate">
				{shown.hidden === '' ? '' : '…'}
				<Selected when={isSelected}>
					<Typing
						text={shown.before}
						secret={secret}
						active={active}
						onType={(typed) => {
							// Its cursor is at the end, so the text that it shows comes before what is typed.
							if (!taken.current) type(typeable(typed.slice(shown.before.length)));
							return !taken.current && !isSelected && typed === typeable(typed);
						}}
						onSubmit={() => onSubmit?.(text)}
					/>
				</Selected>
				{active ? <Inverse>{shown.under}</Inverse> : shown.under}
				{shown.after}
				{reader ? '' : ' '.repeat(shown.blank)}
			</Text>
			{reader && isSelected ? <Text>, selected: typing replaces it</Text> : null}
		</Box>
	);
}

function Selected({ when, children }: { readonly when: boolean; readonly children: ReactElement }): ReactElement {
	return when ? <Inverse>{children}</Inverse> : children;
}

/** Must listen before the text input beside it: Ink calls listeners in the order of mounting. */
function KeysFirst({ active, onKey }: Pick<TypingProps, 'active'> & { readonly onKey: (name: string) => void }): null {
	useInput((input, key) => onKey(keyName(input, key)), { isActive: active });
	return null;
}

interface TypingProps {
	readonly text: string;
	readonly secret: boolean;
	readonly active: boolean;
	/** False if the text does not become what was typed. */
	readonly onType: (text: string) => boolean;
	readonly onSubmit: () => void;
}

/**
 * ink-text-input keeps its own cursor, which goes wrong if the text becomes anything but what it typed: then it is mounted again,
 * with its cursor at the end, where jetdeck's is.
 */
function Typing({ text, secret, active, onType, onSubmit }: TypingProps): ReactElement {
	const [refused, setRefused] = useState(0);
	const own = useRef({ text, begun: 0 });
	if (own.current.text !== text) own.current = { text, begun: own.current.begun + 1 };
	const type = (typed: string): void => {
		if (onType(typed)) own.current = { ...own.current, text: typed };
		else setRefused(refused + 1);
	};
	return (
		<TextInput
			key={`${own.current.begun} ${refused}`}
			value={text}
			focus={active}
			showCursor={false}
			onChange={type}
			onSubmit={onSubmit}
			{...(secret && { mask: '•' })}
		/>
	);
}

/** The part of a line visible in `columns`: always with the cursor, which is on a character or after the last one. */
function windowOf({ before, after }: Edited, columns: number, secret: boolean) {
	const drawn = secret ? '•'.repeat(after.length) : after;
	const on = firstGrapheme(drawn);
	const under = on === '' ? ' ' : on;
	const behind = truncate(drawn.slice(on.length), Math.floor(columns / 3));
	const room = columns - width(under) - width(behind);
	const fits = (secret ? before.length : width(before)) <= room;
	const seen = fits ? before : tailOf(before, room, secret);
	const used = (fits ? 0 : 1) + (secret ? seen.length : width(seen));
	return {
		hidden: before.slice(0, before.length - seen.length),
		before: seen,
		under,
		after: behind,
		blank: Math.max(0, room - used),
	};
}

/** The end of a text, cut to `room` with an ellipsis before it. */
function tailOf(text: string, room: number, secret: boolean): string {
	return secret ? text.slice(text.length - room + 1) : truncate(text, room, 'start').slice(1);
}
