import * as v from 'valibot';
import { stringifyJson } from '../format/json.ts';
import { entryShapes, replyShapes } from './reply-shapes.ts';

const shownLetters = 40;

/** Why the reply of an endpoint cannot be read, to complete "The reply to X "; undefined where it can. */
export function replyFault(id: string, reply: object): string | undefined {
	return faultOf(replyShapes, id, reply);
}

/** The same of one entry of a list. */
export function entryFault(id: string, entry: unknown): string | undefined {
	return faultOf(entryShapes, id, entry);
}

function faultOf(shapes: Readonly<Record<string, v.GenericSchema>>, id: string, value: unknown): string | undefined {
	const shape = shapes[id];
	if (shape === undefined) return undefined;
	const { issues } = v.safeParse(shape, value, { abortEarly: true });
	if (issues === undefined) return undefined;
	const [issue] = issues;
	const path = v.getDotPath(issue) ?? 'its value';
	if (issue.input === undefined) return `lacks ${path}`;
	return `has ${stringifyJson(issue.input).slice(0, shownLetters)} as ${path}`;
}
