const printableAscii = /^[\x20-\x7e]*$/;
const mark = /\p{Mn}/u;
const enclosing = /\p{Me}/u;
const pictograph = /\p{Extended_Pictographic}/u;
/** Format characters, unassigned code points, line and paragraph separators, lone surrogates. */
const invisible = /[\p{Cf}\p{Cn}\p{Zl}\p{Zp}\p{Cs}]/u;
/** Fillers that Unicode counts as letters but that look blank. */
const fillers = new Set([0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x3164, 0xffa0]);

const joiner = 0x200d;
const mostMarks = 2;

/**
 * One line of text from outside, harmless and of the same width on every terminal. Control characters become their pictures (`␛`,
 * `␇`, `␍`), so that hostile text is visible as such; text-direction overrides, other invisible and broken characters become `�`.
 * Terminals disagree on the width of emoji sequences, so they are reduced to what all draw alike: the first emoji of a joined
 * sequence, without skin tone or presentation selector, and the two letters of a flag. More than two accents on one letter are
 * dropped.
 * @param longest characters read; the rest is dropped and `…` shows that
 */
export function sanitise(text: string, longest = 10_000): string {
	const cut = text.length > longest ? text.slice(0, longest) : text;
	const end = cut.length < text.length ? '…' : '';
	if (printableAscii.test(cut)) return cut + end;
	let safe = '';
	let marks = 0;
	let joined = false;
	for (const character of composed(cut)) {
		const code = character.codePointAt(0) ?? 0;
		if (mark.test(character)) {
			marks += 1;
			if (marks <= mostMarks && !isSelector(code) && safe !== '') safe += character;
			continue;
		}
		marks = 0;
		if (joined && pictograph.test(character)) {
			joined = false;
			continue;
		}
		joined = code === joiner;
		safe += replacement(character, code);
	}
	return safe + end;
}

const jamo = /[\uac00-\ud7a3]?[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]+/g;

/** Korean syllables as one character each: terminals disagree on the width of their parts. */
function composed(text: string): string {
	return text.replace(jamo, (parts) => parts.normalize('NFC'));
}

/** A text of several lines, each sanitised, uncut. */
export function sanitiseLines(text: string): string {
	const lines = text.split(/\r?\n/);
	return lines.map((line) => sanitise(line.replaceAll('\t', '    '), line.length * 4)).join('\n');
}

function replacement(character: string, code: number): string {
	if (code >= 0x20 && code < 0x7f) return character;
	if (code < 0x20) return String.fromCodePoint(0x2400 + code);
	if (code === 0x7f) return '␡';
	if (code < 0xa0) return '�';
	if (code === joiner || code === 0x200c || isSkinTone(code)) return '';
	if (code >= 0x1f1e6 && code <= 0x1f1ff) return String.fromCodePoint(0x41 + code - 0x1f1e6);
	if (enclosing.test(character)) return '';
	return invisible.test(character) || fillers.has(code) ? '�' : character;
}

function isSelector(code: number): boolean {
	return (code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef) || fillers.has(code);
}

function isSkinTone(code: number): boolean {
	return code >= 0x1f3fb && code <= 0x1f3ff;
}
