import { openObjectBucket } from '../../changes/objects/read-bucket.ts';
import { bytes } from '../../format/bytes.ts';
import { stringifyJson } from '../../format/json.ts';
import { sanitise } from '../../format/sanitise.ts';
import { linkInWords, type StoredObject } from '../../jetstream/objects/meta.ts';
import { watchObjects } from '../../jetstream/objects/watch-objects.ts';
import { inSentences } from '../../jetstream/problem.ts';
import { exitCodeOf, stoppedCode } from '../exit-codes.ts';
import { jsonLineForTerminal, lineWriter } from '../outlet.ts';
import { failed } from '../scripted-deck.ts';
import { objectJson } from './object-json.ts';
import { type ObjectWork, refuse } from './object-work.ts';

/** Prints the objects of a bucket, then each change, until somebody presses ctrl-c. */
export async function watchBucket({ deck, line, around, reading }: ObjectWork): Promise<number> {
	const { out, complain, signal } = around;
	const opened = await openObjectBucket(line.bucket, reading);
	if ('refusal' in opened) return refuse(around, opened);
	const write = lineWriter(out, (lines) => complain(`${lines} lines were left out: the reader is too slow.`));
	const problem = await watchObjects(deck.link(), opened.source, {
		from: 'latest',
		onObject: (object) => write(line.json ? jsonOf(object, out.isTTY) : sanitise(lineOf(object))),
		onTrouble: (trouble) => complain(inSentences({ message: trouble.message, advice: 'jetdeck tries again.' })),
		signal,
	});
	return problem === undefined ? stoppedCode : failed(around, exitCodeOf(problem), inSentences(problem));
}

function jsonOf(object: StoredObject, isTerminal: boolean): string {
	const json = stringifyJson(objectJson(object));
	return isTerminal ? jsonLineForTerminal(json) : json;
}

function lineOf({ name, time, meta, fault }: StoredObject): string {
	if (meta === undefined) return `${time}  unreadable  ${name}  ${fault ?? ''}`;
	if (meta.deleted) return `${time}  deleted  ${name}`;
	const { link } = meta;
	const what = link === undefined ? bytes(meta.size) : `link to ${linkInWords(link)}`;
	return `${time}  stored  ${name}  ${what}`;
}
