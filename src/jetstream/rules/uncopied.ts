import { type Features, supports } from '../server-features.ts';
import { type Fields, fields, list, text } from './values.ts';

/** A source that the server never reads, because an earlier one is of the same stream. */
export interface Uncopied {
	/** `sources.1`. */
	readonly path: string;
	readonly name: string;
	/** The filters of the earlier source and of this one; empty for all. */
	readonly first: string;
	readonly filter: string;
}

/** Servers before 2.10 read only the first source of one stream, because they identify sources by name and API prefix. */
export function uncopiedSources(config: Fields): readonly Uncopied[] {
	const sources = list(config.sources);
	return sources.flatMap((source, at) => {
		const first = sources.find((each) => sourceKey(each) === sourceKey(source));
		if (first === undefined || first === source) return [];
		const { name, filter_subject: filter } = source;
		return [{ path: `sources.${at}`, name: text(name), first: text(first.filter_subject), filter: text(filter) }];
	});
}

/** What identifies a source on servers before 2.10. */
function sourceKey(source: Fields): string {
	return `${text(source.name)}\0${text(fields(source.external)?.api)}`;
}

/** The sources that this server never reads; none on a newer server, which refuses equal sources. */
export function uncopiedBy(config: Fields, features: Features): readonly Uncopied[] {
	return features.dialect === 'preview' || features.version === undefined || supports(features, '2.10')
		? []
		: uncopiedSources(config);
}

/** The consequence and what to do, as sentences. */
export function uncopiedInWords({ name, first, filter }: Uncopied): string {
	const which = (subject: string): string => (subject === '' ? 'all subjects' : subject);
	return `Servers before 2.10 read only one source of a stream: the first one of ${name} (${which(first)}), not the other (${which(filter)}). Use one source of ${name}, or a server of 2.10 or later.`;
}
