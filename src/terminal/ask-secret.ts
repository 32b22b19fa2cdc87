/**
 * Asks for a secret on the terminal, before any screen is drawn, without showing what is typed.
 * @returns undefined when there is no terminal to ask on, or ctrl-c or ctrl-d was pressed
 */
export async function askSecret(question: string): Promise<string | undefined> {
	const { stdin, stderr } = process;
	if (!stdin.isTTY || !stderr.isTTY) return undefined;
	stderr.write(`${question}: `);
	stdin.setRawMode(true);
	stdin.setEncoding('utf8');
	try {
		return await new Promise<string | undefined>((resolve) => {
			let typed = '';
			const take = (chunk: string | Buffer): void => {
				for (const character of chunk.toString()) {
					if (character === '\u0003' || character === '\u0004') end(undefined);
					else if (character === '\r' || character === '\n') end(typed);
					else if (character === '\u007f' || character === '\b') typed = [...typed].slice(0, -1).join('');
					else if (character === '\u0015') typed = '';
					else if (character >= ' ') typed += character;
				}
			};
			const end = (answer: string | undefined): void => {
				stdin.off('data', take);
				stdin.pause();
				resolve(answer);
			};
			stdin.on('data', take);
		});
	} finally {
		stdin.setRawMode(false);
		stderr.write('\n');
	}
}
