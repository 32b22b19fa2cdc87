/** Most base64 that xterm and those that follow it take in one OSC 52. */
const mostBase64 = 74_994;

export type CopySequence =
	| { readonly ok: true; readonly bytes: string }
	| { readonly ok: false; readonly message: string };

/**
 * The bytes that put a text on the clipboard of the person's terminal, also through ssh (OSC 52). The text travels as
 * base64, so nothing in it can act on the terminal. tmux passes it on by itself with `set-clipboard on`; GNU screen needs it
 * wrapped, in pieces it does not cut.
 */
export function copySequence(text: string, env: NodeJS.ProcessEnv): CopySequence {
	const encoded = Buffer.from(text, 'utf8').toString('base64');
	if (encoded.length > mostBase64) {
		const most = Math.floor((mostBase64 * 3) / 4);
		const size = Buffer.byteLength(text);
		return {
			ok: false,
			message: `It has ${size} bytes; a terminal's clipboard takes at most ${most}. Save it with w instead.`,
		};
	}
	const sequence = `\u001b]52;c;${encoded}\u0007`;
	const inScreen = env.STY !== undefined && env.TMUX === undefined;
	return { ok: true, bytes: inScreen ? throughScreen(sequence) : sequence };
}

/** Most that GNU screen takes in one device control string. */
const screenPiece = 768;

function throughScreen(sequence: string): string {
	const pieces = sequence.match(new RegExp(`[^]{1,${screenPiece}}`, 'g')) ?? [];
	return pieces.map((piece) => `\u001bP${piece}\u001b\\`).join('');
}
