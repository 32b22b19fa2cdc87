/**
 * Sets whether to draw colours where Ink's colour library reads it, so it must run before Ink is loaded. `--no-color` and a
 * `NO_COLOR` that is not empty turn colours off. Only the sixteen colours of the terminal's theme are used, so light and dark
 * need no detection.
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
