/** One `{…}` of a subject; `tail` takes the remaining tokens. */
export interface SubjectParam {
	readonly name: 'account' | 'consumer' | 'filter' | 'server' | 'stream' | 'subject' | 'template';
	readonly tail: boolean;
}

/** A subject with places for names: literal tokens, and parameters. */
export type Template = readonly (string | SubjectParam)[];

/** `STREAM.INFO.{stream}`, `DIRECT.GET.{stream}.{subject>}` cut into tokens. */
export function templateOf(subject: string): Template {
	return subject.split('.').map((token) => {
		const [, name, tail] = /^\{(\w+)(>?)\}$/.exec(token) ?? [];
		return name === undefined ? token : { name: name as SubjectParam['name'], tail: tail === '>' };
	});
}

/**
 * The values of the parameters if a subject matches the template. Literal tokens match only themselves: a wildcard matches
 * only its own character here, and an empty token is no name.
 */
export function matchTemplate(template: Template, subject: string): Readonly<Record<string, string>> | undefined {
	const given = subject.split('.');
	const last = template.at(-1);
	const isOpen = typeof last === 'object' && last.tail;
	if (isOpen ? given.length < template.length : given.length !== template.length) return undefined;
	if (!mayBegin(template, given.slice(0, template.length)) || given.includes('')) return undefined;
	return Object.fromEntries(
		template.flatMap((token, at) => {
			if (typeof token === 'string') return [];
			return [[token.name, token.tail ? given.slice(at).join('.') : (given[at] ?? '')] as const];
		}),
	);
}

/** Whether subjects of the template may begin with these tokens. */
export function mayBegin(template: Template, given: readonly string[]): boolean {
	return given.every((token, at) => {
		const wanted = template[at];
		return typeof wanted === 'string' ? wanted === token : wanted !== undefined && token !== '';
	});
}
