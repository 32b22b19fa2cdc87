/**
 * Whether to draw colours, put where Ink's colour library reads it. Must run before Ink is loaded. Obeyed are `--no-color`
 * and a `NO_COLOR` that is not empty. Which of the sixteen colours suit a light or a dark screen is the terminal's business:
 * no others are used, so that nothing has to be detected.
 */
export function applyColourChoice(env: NodeJS.ProcessEnv, choice: { readonly color: boolean }): void {
	const none = !choice.color || (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb';
	if (none) {
		env.NO_COLOR = '1';
		env.FORCE_COLOR = '0';
	} else if (env.NO_COLOR === '') {
		delete env.NO_COLOR;
	}
}
