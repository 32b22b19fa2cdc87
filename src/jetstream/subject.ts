import { type EndpointId, endpointById } from './endpoints.ts';
import type { Problem } from './problem.ts';
import { type SubjectParam, templateOf } from './subject-template.ts';

export type SubjectResult =
	| { readonly ok: true; readonly subject: string }
	| { readonly ok: false; readonly problem: Problem };

/** Longest stream or consumer name that a server accepts, bytes. */
const NAME_MAX = 255;

/**
 * Why a text cannot be a name in a subject, as the end of a sentence that starts with the field; undefined when it can.
 * These are the server's rules except for slashes, which the server refuses itself (err_code 10127, 10128). White space above all
 * must never pass: it breaks the protocol line, and with it the connection.
 */
export function nameProblem(name: string): string | undefined {
	if (name === '') return 'must not be empty';
	if (/[\s\0]/u.test(name)) return 'must not contain spaces, tabs or line breaks';
	if (/[.*>]/.test(name)) return 'must not contain ".", "*" or ">"';
	if (!name.isWellFormed()) return 'must be valid Unicode';
	if (new TextEncoder().encode(name).length > NAME_MAX) return `must not be longer than ${NAME_MAX} bytes`;
	return undefined;
}

/** As `nameProblem`, for a subject of several tokens. With `wildcards`, `*` and a last `>` may stand for tokens. */
function subjectProblem(subject: string, wildcards: boolean): string | undefined {
	if (/[\s\0]/u.test(subject)) return 'must not contain spaces, tabs or line breaks';
	if (!subject.isWellFormed()) return 'must be valid Unicode';
	const tokens = subject.split('.');
	if (tokens.includes('')) return 'must not have empty tokens';
	if (!wildcards && tokens.some((token) => token === '*' || token === '>')) return 'must not contain wildcards';
	if (tokens.slice(0, -1).includes('>')) return 'may have ">" only as its last token';
	return undefined;
}

function paramProblem(param: SubjectParam, value: string): string | undefined {
	return param.tail ? subjectProblem(value, param.name === 'filter') : nameProblem(value);
}

/** Builds `prefix.SUBJECT` of an endpoint. A value that cannot be part of a subject gives `bad-input`. */
export function buildSubject(prefix: string, id: EndpointId, params: Readonly<Record<string, string>>): SubjectResult {
	const { subject: template } = endpointById(id);
	const tokens: string[] = [prefix];
	for (const token of templateOf(template)) {
		if (typeof token === 'string') {
			tokens.push(token);
			continue;
		}
		const value = params[token.name] ?? '';
		const rule = paramProblem(token, value);
		if (rule !== undefined) return { ok: false, problem: badParam(`${prefix}.${template}`, token.name, value, rule) };
		tokens.push(value);
	}
	return { ok: true, subject: tokens.join('.') };
}

function badParam(subject: string, name: string, value: string, rule: string): Problem {
	return {
		kind: 'bad-input',
		subject,
		message: `The ${name} ${JSON.stringify(value.slice(0, 80))} ${rule}.`,
		advice: 'Nothing was sent. Correct it and try again.',
	};
}
