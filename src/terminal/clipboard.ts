/** Where a copied text is now; or why copying failed, as a sentence. */
export type Copied =
	| {
			readonly ok: true;
			/** tmux confirms that it has the text; a terminal does not reply. */
			readonly where: 'tmux' | 'terminal';
			/** A further note for the person, as a sentence. */
			readonly note?: string;
	  }
	| { readonly ok: false; readonly message: string };

/** Most base64 that xterm and similar terminals accept in one OSC 52. */
const mostBase64 = 74_994;
/** Bytes of text that fit into it: three for every four letters. */
const mostBytes = Math.floor(mostBase64 / 4) * 3;
const most = `${mostBytes.toLocaleString('en-US')} bytes`;

/**
 * Copies a text to the person's clipboard. tmux passes on a program's OSC 52 only with `set-clipboard on`, and its default is
 * `external`: inside tmux the text goes to tmux itself, which confirms it and sends it on to the terminal (tmux 3.2).
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
 * The bytes that copy a text to the clipboard of the person's terminal, through ssh too (OSC 52). The text is base64, so that
 * nothing in it can act on the terminal. GNU screen needs it wrapped, in pieces that it does not cut.
 */
export function copySequence(text: string, env: NodeJS.ProcessEnv): string {
	const sequence = `\u001b]52;c;${Buffer.from(text, 'utf8').toString('base64')}\u0007`;
	const inScreen = env.STY !== undefined && env.TMUX === undefined;
	return inScreen ? throughScreen(sequence) : sequence;
}

/** Most bytes that GNU screen accepts in one device control string. */
const screenPiece = 768;

function throughScreen(sequence: string): string {
	const pieces = sequence.match(new RegExp(`[^]{1,${screenPiece}}`, 'g')) ?? [];
	return pieces.map((piece) => `\u001bP${piece}\u001b\\`).join('');
}

/** Time to wait for a tmux that hangs. */
const patienceMs = 2_000;

/** Whether tmux has the text. Before 3.2 it does not know `-w`, and refuses. */
async function giveToTmux(text: string, env: NodeJS.ProcessEnv, sendOn: boolean): Promise<boolean> {
	// Loaded on the first copy: every start would pay for it.
	const { spawn } = await import('node:child_process');
	return new Promise((resolve) => {
		const args = ['load-buffer', ...(sendOn ? ['-w'] : []), '-'];
		const tmux = spawn('tmux', args, { env, stdio: ['pipe', 'ignore', 'ignore'], timeout: patienceMs });
		tmux.once('error', () => resolve(false));
		tmux.once('close', (code) => resolve(code === 0));
		// A process that ends without reading has refused already.
		tmux.stdin.on('error', () => {});
		tmux.stdin.end(text);
	});
}
