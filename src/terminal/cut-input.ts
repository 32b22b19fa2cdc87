/** The first part of a terminal's bytes. Bytes are letters of a text here, one each (latin1). */
export type Cut =
	/** A key; a report that the terminal sends by itself; its reply to jetdeck's question; the start of a paste or of a string. */
	| { readonly kind: 'key' | 'report' | 'answer' | 'paste' | 'string'; readonly length: number }
	/** What it is depends on what follows, or that nothing follows. */
	| { readonly kind: 'escape' | 'unfinished' };

export const esc = '\u001b';
export const pasteEnd = `${esc}[201~`;
export const pasteStart = `${esc}[200~`;

/** Asks the terminal for its status, which every one since the VT100 sends after the keys pressed before. */
export const question = `${esc}[5n`;
export const answer = `${esc}[0n`;

/** Parameters, intermediates and the final byte of a control sequence; `[[A` is the Linux console, `$` rxvt's shift. */
const control = '\\[(?:\\[[A-E]|[235678]\\$|[0-?]*[ -/]*[@-Z\\\\-~])';
const controlSequence = new RegExp(`^${esc}${esc}?${control}`);
const controlStart = new RegExp(`^${esc}${esc}?\\[\\[?[0-?]*[ -/]*$`);
/** The part of a broken control sequence before the byte that breaks it. */
const controlRest = new RegExp(`^${esc}\\[[0-?]*[ -/]*`);
const ss3Sequence = new RegExp(`^${esc}${esc}?O[0-9;]*[A-Za-z]`);
const ss3Start = new RegExp(`^${esc}${esc}?O[0-9;]*$`);

/** X10 and X11: a button and two coordinates, a byte each, which may be invalid UTF-8. */
const mouse = `${esc}[M`;
const mouseReport = new RegExp(`^${esc}\\[M[^\\u0000-\\u001f]{0,3}`);
/** Only reports have private parameters and intermediates: of modes, of devices, of the mouse. */
const report = new RegExp(`^${esc}\\[(?:[<-?]|[0-9;:]*[ -/]+[@-~]$)`);
/** kitty's protocol, if a program left it on, also reports released keys. */
const release = new RegExp(`^${esc}\\[[0-9:]*;[0-9]*:3[0-9;:]*[A-Za-z~]$`);

/** DCS, SOS, OSC, PM and APC: everything up to their end is text of the terminal. */
const strings = 'PX]^_';

/** No letter, no digit, and not the beginning of a sequence. */
const sign = /[ -/:-@`{-~]/;

/** The same in one byte, also encoded as UTF-8: SS3, DCS, SOS, CSI, OSC, PM and APC, by their byte less 0x40. */
const oneByte = /^\u00c2?([\u008f\u0090\u0098\u009b\u009d\u009e\u009f])/;

/** Bytes whose first 8-bit control byte is rewritten in 7 bits. */
export function sevenBits(held: string): string {
	return held.replace(oneByte, (_, byte: string) => esc + String.fromCharCode(byte.charCodeAt(0) - 0x40));
}

/** The first part of `held`, which is not empty. */
export function cutInput(held: string): Cut {
	if (!held.startsWith(esc)) return cutCharacter(held, 0);
	if (held === esc || held === esc + esc) return { kind: 'escape' };
	const second = held.charAt(1);
	if (second === esc) return cutTwice(held);
	if (second === '[') return cutControl(held);
	if (second === 'O') return cutSs3(held);
	if (strings.includes(second)) return { kind: 'string', length: 2 };
	// Esc and enter in one read are not one key: enter would confirm what esc refuses. Nothing is bound to alt with a sign: esc and `?` are two keys.
	if (second < ' ' || sign.test(second)) return { kind: 'key', length: 1 };
	return cutCharacter(held, 1);
}

/** A key pressed with alt: terminals send escape before its sequence. Otherwise escape is its own key. */
function cutTwice(held: string): Cut {
	const cut = cutInput(held.slice(1));
	if (cut.kind === 'unfinished') return cut;
	const whole = controlSequence.exec(held)?.[0] ?? ss3Sequence.exec(held)?.[0];
	return { kind: 'key', length: cut.kind === 'key' && whole !== undefined ? whole.length : 1 };
}

function cutControl(held: string): Cut {
	if (held.startsWith(pasteStart)) return { kind: 'paste', length: pasteStart.length };
	if (held.startsWith(mouse)) return cutMouse(held);
	const sequence = controlSequence.exec(held)?.[0];
	if (sequence !== undefined) return { kind: kindOf(sequence), length: sequence.length };
	if (controlStart.test(held)) return { kind: 'unfinished' };
	return { kind: 'report', length: controlRest.exec(held)?.[0].length ?? 1 };
}

function cutMouse(held: string): Cut {
	const length = mouseReport.exec(held)?.[0].length ?? mouse.length;
	return length === held.length && length < mouse.length + 3 ? { kind: 'unfinished' } : { kind: 'report', length };
}

function kindOf(sequence: string): 'key' | 'report' | 'answer' {
	if (sequence === answer) return 'answer';
	return sequence === pasteEnd || report.test(sequence) || release.test(sequence) ? 'report' : 'key';
}

function cutSs3(held: string): Cut {
	const sequence = ss3Sequence.exec(held)?.[0];
	if (sequence !== undefined) return { kind: 'key', length: sequence.length };
	return ss3Start.test(held) ? { kind: 'unfinished' } : { kind: 'report', length: 2 };
}

/** Number of bytes of a UTF-8 character, by its first one. */
const lengths = [
	[0xf0, 4],
	[0xe0, 3],
	[0xc2, 2],
] as const;

/** One UTF-8 character after `skipped` bytes. Invalid bytes are no key. */
function cutCharacter(held: string, skipped: number): Cut {
	const first = held.charCodeAt(skipped);
	const wanted = lengths.find(([from]) => first >= from && first < 0xf5)?.[1] ?? 1;
	const found = /^[\u0080-\u00bf]*/.exec(held.slice(skipped + 1, skipped + wanted))?.[0].length ?? 0;
	const length = skipped + 1 + found;
	if (found === wanted - 1) return { kind: first < 0x80 || wanted > 1 ? 'key' : 'report', length };
	return length === held.length ? { kind: 'unfinished' } : { kind: 'report', length };
}
