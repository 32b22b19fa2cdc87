import { createReadStream } from 'node:fs';
import { count, type Integer, plural } from '../../format/integer.ts';
import { linesOf } from '../../format/lines-of.ts';
import { countImport, type ImportFigures } from '../../jetstream/kv/count-import.ts';
import type { OpenKvBucket } from '../../jetstream/kv/open-bucket.ts';
import { supports } from '../../jetstream/server-features.ts';
import type { Consequence, Plan } from '../proposal.ts';
import { elsewhere, unwritableBucket } from './kv-put.ts';
import { bad, plain, warn } from './wording.ts';

/** What to import. */
export interface ImportChoice {
	/** `-` is standard input. */
	readonly file: string;
	/** Only keys that the bucket does not have. */
	readonly absent: boolean;
}

/** Stores the keys of an export, after counting what of the bucket they replace. */
export async function planCountedImport(open: OpenKvBucket, choice: ImportChoice): Promise<Plan> {
	const { file, absent } = choice;
	if (absent) return planKvImport(open, choice);
	const input = createReadStream(file);
	try {
		const figures = await countImport(open, linesOf(input), { absent, ttl: takesTtl(open) });
		return 'refusal' in figures ? figures : planKvImport(open, choice, figures);
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		return { refusal: `jetdeck cannot read ${file} (${code ?? message}). Nothing was stored.` };
	} finally {
		input.destroy();
	}
}

const takesTtl = ({ source, target }: OpenKvBucket): boolean =>
	supports(source.features, '2.11') && target?.config.allow_msg_ttl === true;

/** Stores the keys of an export. `figures`: what they replace, where that was counted. */
export function planKvImport(open: OpenKvBucket, { file, absent }: ImportChoice, figures?: ImportFigures): Plan {
	const { bucket, target } = open;
	const refused = unwritableBucket(open);
	if (refused !== undefined) return refused;
	const from = file === '-' ? 'standard input' : file;
	const loses = figures !== undefined && losesValues(open, figures);
	return {
		title: `Import keys of ${from} into bucket ${bucket.bucket}`,
		doing: 'importing',
		done: `The keys of ${from} are in bucket ${bucket.bucket}.`,
		effect: loses ? 'destroy' : 'change',
		...(loses && { typed: `replace ${plural(figures.replaced, 'value')}` }),
		consequences: [
			...(figures === undefined
				? [absent ? plain('Keys that exist stay as they are.') : uncounted(open)]
				: figuresInWords(open, figures)),
			...elsewhere(open),
		],
		steps: [
			{
				asset:
					target === undefined
						? { kind: 'subject', subject: `${bucket.written}>` }
						: { kind: 'stream', stream: target.config.name },
				wire: {
					kind: 'transfer',
					endpoint: 'transfer.kv-import',
					subject: `${bucket.written}>`,
					params: { bucket: bucket.bucket, file },
					body: { absent, ttl: takesTtl(open), ...(figures && { replaced: figures.replaced, equal: figures.equal }) },
					makesMessages: true,
				},
				...(target && { expects: { created: target.created } }),
			},
		],
	};
}

/** Revisions a key; undefined where another domain or account decides. */
const historyOf = ({ target }: OpenKvBucket): Integer | undefined =>
	target && (target.config.max_msgs_per_subject ?? -1);

/** Each line of a key becomes a revision of it, and the oldest ones make room. */
function losesValues(open: OpenKvBucket, { replaced, mostLines }: ImportFigures): boolean {
	const history = historyOf(open);
	return replaced > 0 && (history === undefined || (history >= 1 && mostLines >= history));
}

function uncounted(open: OpenKvBucket): Consequence {
	if (open.target?.state.messages === 0) return plain('The bucket has no keys that would be replaced.');
	const said = 'Keys that exist get the values of the file';
	return historyOf(open) === 1
		? bad(`${said}. The values that they have are lost: the bucket keeps one value a key.`)
		: plain(`${said}.`);
}

function figuresInWords(open: OpenKvBucket, figures: ImportFigures): readonly Consequence[] {
	const { keys, replaced, equal, mostLines } = figures;
	const fresh = keys - replaced - equal;
	const all = [
		`${count(fresh)} new`,
		`${count(replaced)} with another value`,
		`${count(equal)} as the bucket has them`,
	];
	const said = plain(`The file has ${plural(keys, 'key')}: ${all.join(', ')}.`);
	if (replaced === 0) return [said, plain('Nothing is replaced.')];
	const values = `${plural(replaced, 'value')} will be replaced`;
	const history = historyOf(open);
	if (history === undefined)
		return [said, warn(`${values}; bucket ${open.bucket.origin?.bucket} decides whether they stay in its history.`)];
	if (history === 1) return [said, bad(`${values} and lost: the bucket keeps one value a key.`)];
	const kept = history < 1 ? 'every revision' : `${count(history)} revisions a key`;
	if (losesValues(open, figures))
		return [
			said,
			bad(
				`${values}, and some are lost: the bucket keeps ${kept}, and the file has ${count(mostLines)} lines of one key.`,
			),
		];
	return [said, warn(`${values}; the bucket keeps ${kept}, so they can be restored.`)];
}
