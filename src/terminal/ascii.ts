/**
 * Whether the terminal may lack signs beyond ASCII: the locale names another character set than UTF-8. One that names none says
 * nothing of the terminal.
 */
export function isAscii(env: NodeJS.ProcessEnv): boolean {
	const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((each) => each !== undefined && each !== '') ?? '';
	return locale.includes('.') && !/\.utf-?8/i.test(locale);
}
