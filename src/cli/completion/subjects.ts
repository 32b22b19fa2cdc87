import { endpoints } from '../../jetstream/endpoints.ts';
import { mayBegin, type SubjectParam, type Template, templateOf } from '../../jetstream/subject-template.ts';
import type { Names, Offer } from './names.ts';

/** API subjects that begin with the typed text, up to the next token; a token with only one successor brings that too. */
export async function subjectOffers(prefix: string, word: string, names: Names): Promise<readonly Offer[]> {
	const templates = endpoints.map(({ subject, title }) => ({
		template: [...prefix.split('.'), ...templateOf(subject)],
		title,
	}));
	let offers: readonly Offer[] = word.startsWith(`${prefix}.`) ? await nextOffers(templates, word, names) : [];
	if (offers.length === 0 && `${prefix}.`.startsWith(word)) offers = await nextOffers(templates, `${prefix}.`, names);
	for (let only = offers[0]; offers.length === 1 && only?.text.endsWith('.'); only = offers[0]) {
		const more = await nextOffers(templates, only.text, names);
		if (more.length === 0) break;
		offers = more;
	}
	return offers;
}

interface Row {
	readonly template: Template;
	readonly title: string;
}

async function nextOffers(rows: readonly Row[], word: string, names: Names): Promise<readonly Offer[]> {
	const given = word.split('.');
	const last = given.pop() ?? '';
	const offers = new Map<string, Offer>();
	for (const { template, title } of rows) {
		const next = template[given.length];
		if (next === undefined || !mayBegin(template, given)) continue;
		const isOpen = template.length > given.length + 1;
		for (const token of typeof next === 'string' ? [next] : await namesOf(next, template, given, names)) {
			if (!token.startsWith(last)) continue;
			const text = [...given, token].join('.') + (isOpen ? '.' : '');
			offers.set(text, { text, hint: isOpen ? '' : title });
		}
	}
	return [...offers.values()];
}

async function namesOf(
	{ name }: SubjectParam,
	template: Template,
	given: readonly string[],
	names: Names,
): Promise<readonly string[]> {
	if (name === 'stream') return names.streams();
	const stream = given[template.findIndex((token) => typeof token === 'object' && token.name === 'stream')];
	return name === 'consumer' && stream !== undefined ? names.consumers(stream) : [];
}
