/**
 * Whether the terminal may lack characters beyond ASCII: the locale names another character set than UTF-8. A locale without a
 * character set says nothing.
 */
export function isAscii(env: NodeJS.ProcessEnv): boolean {
	const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((each) => each !== undefined && each !== '') ?? '';
	return locale.includes('.') && !/\.utf-?8/i.test(locale);
}
