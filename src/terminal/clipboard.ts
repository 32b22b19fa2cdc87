/** Where a copied text is now; or why it is nowhere, as a sentence. */
export type Copied =
	| {
			readonly ok: true;
			/** tmux says that it has the text; a terminal answers nothing. */
			readonly where: 'tmux' | 'terminal';
			/** What a person should know besides, as a sentence. */
			readonly note?: string;
	  }
	| { readonly ok: false; readonly message: string };

/** Most base64 that xterm and those that follow it take in one OSC 52. */
const mostBase64 = 74_994;
/** Bytes of text that fit into it: three in every four letters. */
const mostBytes = Math.floor(mostBase64 / 4) * 3;
const most = `${mostBytes.toLocaleString('en-US')} bytes`;

/**
 * Puts a text on the person's clipboard. tmux passes an OSC 52 of a program on only with `set-clipboard on`, and its default is
 * `external`: inside tmux the text is given to tmux itself, which answers, and which sends it on to the terminal (tmux 3.2).
 */
export async function copyToClipboard(
	text: string,
	env: NodeJS.ProcessEnv,
	write: (bytes: string) => void,
): Promise<Copied> {
	const size = Buffer.byteLength(text);
	const tooLong = size > mostBytes;
	const inTmux = env.TMUX !== undefined && env.TMUX !== '';
	if (inTmux && (await giveToTmux(text, env, !tooLong)))
		return {
			ok: true,
			where: 'tmux',
			...(tooLong && { note: `jetdeck did not send it on to the terminal, which takes at most ${most}.` }),
		};
	if (tooLong)
		return {
			ok: false,
			message: `Not copied: ${size.toLocaleString('en-US')} bytes are more than the ${most} that a terminal takes.`,
		};
	write(copySequence(text, env));
	return { ok: true, where: 'terminal', ...(inTmux && { note: 'tmux passes it on only with set-clipboard on.' }) };
}

/**
 * The bytes that put a text on the clipboard of the person's terminal, also through ssh (OSC 52). The text travels as
 * base64, so nothing in it can act on the terminal. GNU screen needs it wrapped, in pieces it does not cut.
 */
export function copySequence(text: string, env: NodeJS.ProcessEnv): string {
	const sequence = `\u001b]52;c;${Buffer.from(text, 'utf8').toString('base64')}\u0007`;
	const inScreen = env.STY !== undefined && env.TMUX === undefined;
	return inScreen ? throughScreen(sequence) : sequence;
}

/** Most that GNU screen takes in one device control string. */
const screenPiece = 768;

function throughScreen(sequence: string): string {
	const pieces = sequence.match(new RegExp(`[^]{1,${screenPiece}}`, 'g')) ?? [];
	return pieces.map((piece) => `\u001bP${piece}\u001b\\`).join('');
}

/** A tmux that hangs is not waited for. */
const patienceMs = 2_000;

/** Whether tmux took the text. Before 3.2 it does not know `-w`, and refuses. */
async function giveToTmux(text: string, env: NodeJS.ProcessEnv, sendOn: boolean): Promise<boolean> {
	// Loaded when something is copied: every start would pay for it.
	const { spawn } = await import('node:child_process');
	return new Promise((resolve) => {
		const args = ['load-buffer', ...(sendOn ? ['-w'] : []), '-'];
		const tmux = spawn('tmux', args, { env, stdio: ['pipe', 'ignore', 'ignore'], timeout: patienceMs });
		tmux.once('error', () => resolve(false));
		tmux.once('close', (code) => resolve(code === 0));
		// One that ends without reading has said no already.
		tmux.stdin.on('error', () => {});
		tmux.stdin.end(text);
	});
}
