import * as v from 'valibot';
import { stringifyJson } from '../format/json.ts';
import { replyShapes } from './reply-shapes.ts';

const shownLetters = 40;

/** Why the reply of an endpoint cannot be read, to complete "The reply to X "; undefined where it can. */
export function replyFault(id: string, value: object): string | undefined {
	const shape = (replyShapes as Readonly<Record<string, v.GenericSchema | undefined>>)[id];
	if (shape === undefined) return undefined;
	const { issues } = v.safeParse(shape, value, { abortEarly: true });
	if (issues === undefined) return undefined;
	const [issue] = issues;
	const path = v.getDotPath(issue) ?? 'all of it';
	if (issue.input === undefined) return `lacks ${path}`;
	return `holds ${stringifyJson(issue.input).slice(0, shownLetters)} as ${path}`;
}
