/** What Go writes for bytes that are not UTF-8: the first up to 2.10, the second in newer versions. */
const escaped = '\\ufffd';
const plain = '\ufffd';
const begin = '"subjects":{';
const entry = /"((?:[^"\\]|\\.)*)":(\d+)(,?)/y;

/**
 * The STREAM.INFO reply with the messages of each subject, each subject once. Servers (2.9 to 2.15) write every byte that is not
 * UTF-8 as the same character, so several subjects may share one key, and a JSON parser keeps only the last.
 */
export function sumDuplicates(text: string): string {
	const at = text.includes(escaped) || text.includes(plain) ? text.indexOf(begin) : -1;
	if (at < 0) return text;
	const counts = new Map<string, number>();
	let entries = 0;
	let end = at + begin.length;
	entry.lastIndex = end;
	for (let found = entry.exec(text); found !== null; found = entry.exec(text)) {
		const [, written = '', messages] = found;
		const subject = written.replaceAll(escaped, plain);
		counts.set(subject, (counts.get(subject) ?? 0) + Number(messages));
		entries += 1;
		end = entry.lastIndex;
	}
	if (counts.size === entries) return text;
	const summed = Array.from(counts, ([subject, messages]) => `"${subject}":${messages}`).join(',');
	return text.slice(0, at + begin.length) + summed + text.slice(end);
}
