import type { Features } from '../server-features.ts';
import { type Fields, fields, list, text } from './values.ts';

/** A source that the server never reads, because an earlier one is of the same stream. */
export interface Uncopied {
	/** `sources.1`. */
	readonly path: string;
	readonly name: string;
	/** As the earlier one and this one choose messages; empty for all. */
	readonly first: string;
	readonly filter: string;
}

/** Of the sources of one stream only the first is read by servers before 2.10, which tell sources apart by name and API prefix. */
export function uncopiedSources(config: Fields): readonly Uncopied[] {
	const sources = list(config.sources);
	return sources.flatMap((source, at) => {
		const first = sources.find((each) => sourceKey(each) === sourceKey(source));
		if (first === undefined || first === source) return [];
		const { name, filter_subject: filter } = source;
		return [{ path: `sources.${at}`, name: text(name), first: text(first.filter_subject), filter: text(filter) }];
	});
}

/** What servers before 2.10 know a source by. */
function sourceKey(source: Fields): string {
	return `${text(source.name)}\0${text(fields(source.external)?.api)}`;
}

/** Of a server that reads only the first of them; none of a newer one, which refuses those that are the same twice. */
export function uncopiedBy(config: Fields, { dialect, version, supports }: Features): readonly Uncopied[] {
	return dialect === 'preview' || version === undefined || supports('2.10') ? [] : uncopiedSources(config);
}

/** What comes of it, and what to do, as sentences. */
export function uncopiedInWords({ name, first, filter }: Uncopied): string {
	const which = (subject: string): string => (subject === '' ? 'all subjects' : subject);
	return `Servers before 2.10 read one source of a stream: the first of ${name} (${which(first)}), and nothing for the other (${which(filter)}). Use one source of ${name}, or a server of 2.10 or later.`;
}
