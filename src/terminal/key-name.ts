/** The parts of a key in Ink's `useInput` that are read here. */
export interface InkKey {
	readonly upArrow: boolean;
	readonly downArrow: boolean;
	readonly leftArrow: boolean;
	readonly rightArrow: boolean;
	readonly pageDown: boolean;
	readonly pageUp: boolean;
	readonly home: boolean;
	readonly end: boolean;
	readonly return: boolean;
	readonly escape: boolean;
	readonly ctrl: boolean;
	readonly shift: boolean;
	readonly tab: boolean;
	readonly backspace: boolean;
	readonly delete: boolean;
	readonly meta: boolean;
}

interface Special {
	readonly name: string;
	readonly flag: Exclude<keyof InkKey, 'ctrl' | 'shift' | 'meta'>;
	/** What a terminal sends for it. */
	readonly bytes: string;
	/** How the footer writes it. */
	readonly label: string;
}

const specials: readonly Special[] = [
	{ name: 'enter', flag: 'return', bytes: '\r', label: '↵' },
	{ name: 'esc', flag: 'escape', bytes: '\u001b', label: 'esc' },
	{ name: 'tab', flag: 'tab', bytes: '\t', label: 'tab' },
	{ name: 'backspace', flag: 'backspace', bytes: '\u007f', label: '⌫' },
	{ name: 'delete', flag: 'delete', bytes: '\u001b[3~', label: 'del' },
	{ name: 'up', flag: 'upArrow', bytes: '\u001b[A', label: '↑' },
	{ name: 'down', flag: 'downArrow', bytes: '\u001b[B', label: '↓' },
	{ name: 'right', flag: 'rightArrow', bytes: '\u001b[C', label: '→' },
	{ name: 'left', flag: 'leftArrow', bytes: '\u001b[D', label: '←' },
	{ name: 'home', flag: 'home', bytes: '\u001b[H', label: 'home' },
	{ name: 'end', flag: 'end', bytes: '\u001b[F', label: 'end' },
	{ name: 'pageup', flag: 'pageUp', bytes: '\u001b[5~', label: 'PgUp' },
	{ name: 'pagedown', flag: 'pageDown', bytes: '\u001b[6~', label: 'PgDn' },
];

/** Keys that mean something else with ctrl or alt: they move by words. */
const sideways = new Set(['left', 'right']);

/**
 * One name for each key, as the commands table writes them: `j`, `G`, `/`, `space`, `enter`, `shift+tab`, `ctrl+d`. Empty for
 * anything else, such as a pasted text.
 */
export function keyName(input: string, key: InkKey): string {
	const special = specials.find(({ flag }) => key[flag]);
	if (special !== undefined) {
		if (special.name === 'tab' && key.shift) return 'shift+tab';
		return sideways.has(special.name) && (key.ctrl || key.meta)
			? `${key.ctrl ? 'ctrl' : 'alt'}+${special.name}`
			: special.name;
	}
	if (key.ctrl) return input === ' ' || input === '`' ? 'ctrl+space' : `ctrl+${input.toLowerCase()}`;
	if (key.meta) return input === '' ? '' : `alt+${input}`;
	if (input === ' ') return 'space';
	return [...input].length === 1 ? input : '';
}

/** One line of the mouse wheel, for commands that distinguish it from the arrow key; all others get the arrow key. */
export const wheelUp = 'wheel+up';
export const wheelDown = 'wheel+down';

/** The key that a terminal sends instead of the wheel. */
export const keyOfWheel = (name: string): string => name.replace(/^wheel\+/, '');

/** What a terminal sends for a key of that name. */
export function keyBytes(name: string): string {
	const special = specials.find((each) => each.name === name);
	if (special !== undefined) return special.bytes;
	if (name === 'space') return ' ';
	if (name === 'shift+tab') return '\u001b[Z';
	if (name === 'ctrl+space') return '\0';
	const [, held, arrow = ''] = /^(ctrl|alt)\+(left|right)$/.exec(name) ?? [];
	if (held !== undefined) return `\u001b[1;${held === 'ctrl' ? 5 : 3}${arrow === 'left' ? 'D' : 'C'}`;
	if (name.startsWith('ctrl+')) return String.fromCharCode(name.charCodeAt(5) & 0x1f);
	if (name.startsWith('alt+')) return `\u001b${name.slice(4)}`;
	return name;
}

/** How a key is written for people: `↵`, `^D`, `⇧tab`, `space`, `j`. */
export function keyLabel(name: string): string {
	const special = specials.find((each) => each.name === name);
	if (special !== undefined) return special.label;
	if (name.startsWith('wheel+')) return `wheel ${keyLabel(keyOfWheel(name))}`;
	if (name.startsWith('ctrl+')) return `^${name.slice(5).length === 1 ? name.slice(5).toUpperCase() : name.slice(5)}`;
	return name === 'shift+tab' ? '⇧tab' : name;
}
