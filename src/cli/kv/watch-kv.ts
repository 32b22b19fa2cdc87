import { bytes } from '../../format/bytes.ts';
import { count, plural } from '../../format/integer.ts';
import { payloadStart } from '../../format/payload.ts';
import { sanitise } from '../../format/sanitise.ts';
import { entryOf, type KvEntry } from '../../jetstream/kv/entry.ts';
import { entryLine } from '../../jetstream/kv/entry-json.ts';
import { storedSubject } from '../../jetstream/kv/key.ts';
import { operationWords } from '../../jetstream/kv/operation-words.ts';
import { watchSubject } from '../../jetstream/messages/watch-subject.ts';
import { inSentences } from '../../jetstream/problem.ts';
import { stoppedCode, wrongCommandLine } from '../exit-codes.ts';
import { jsonLineForTerminal, lineWriter } from '../outlet.ts';
import { failed } from '../scripted-deck.ts';
import { bucketOr, complained, type KvWork } from './kv-work.ts';
import { patternOf } from './read-kv.ts';

/** Prints the keys of a bucket, then each change, until somebody presses ctrl-c. */
export async function watchKeys(work: KvWork): Promise<number> {
	const { deck, line, around } = work;
	const { out, complain, signal } = around;
	const pattern = patternOf(line.operands[0]);
	if (typeof pattern === 'object') return failed(around, wrongCommandLine, pattern.wrong);
	const open = await bucketOr(work, line.bucket);
	if (typeof open === 'number') return open;
	const { bucket } = open;
	const write = lineWriter(out, (lines) =>
		complain(`${plural(lines, 'line was', 'lines were')} left out: the reader is too slow.`),
	);
	const problem = await watchSubject(deck.link(), deck.api(), {
		stream: bucket.stream,
		filter: storedSubject(bucket, pattern),
		from: line.fresh ? 'new' : 'latest',
		onMessage: (stored) => {
			const entry = entryOf(stored, bucket);
			if (entry !== undefined) write(line.json ? jsonOf(entry, out.isTTY) : lineOf(entry));
		},
		onTrouble: ({ message }) => complain(inSentences({ message, advice: 'jetdeck tries again.' })),
		signal,
	});
	return problem === undefined ? stoppedCode : complained(around, problem);
}

const jsonOf = (entry: KvEntry, isTerminal: boolean): string =>
	isTerminal ? jsonLineForTerminal(entryLine(entry)) : entryLine(entry);

function lineOf(entry: KvEntry): string {
	const { time, key, revision, operation, value } = entry;
	const said = operation === 'put' ? `${bytes(value.length)}  ${payloadStart(value, 120)}` : '';
	return sanitise(`${time}  ${operationWords(entry).short}  ${key}  ${count(revision)}  ${said}`).trimEnd();
}
