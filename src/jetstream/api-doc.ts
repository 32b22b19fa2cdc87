import type { Endpoint, RequestField } from './endpoints/endpoint.ts';
import { type SystemEndpoint, systemEndpoints } from './endpoints/system.ts';
import { endpoints, helpInFull } from './endpoints.ts';
import { consumerFields } from './fields/consumer.ts';
import type { Field } from './fields/field.ts';
import { consumerLimitsFields, placementFields, republishFields, transformFields } from './fields/nested.ts';
import { consumerSourceFields, externalFields, sourceFields } from './fields/source.ts';
import { streamFields } from './fields/stream.ts';
import { inWords } from './fields/words.ts';

const fieldTables: readonly (readonly [title: string, fields: readonly Field[]])[] = [
	['Stream configuration', streamFields],
	['Consumer configuration', consumerFields],
	['Placement', placementFields],
	['Mirror and sources', sourceFields],
	['External stream', externalFields],
	['Consumer of a source', consumerSourceFields],
	['Republish', republishFields],
	['Subject transform', transformFields],
	['Consumer limits of a stream', consumerLimitsFields],
];

/** The text of docs/api.md: every request subject and every configuration field that jetdeck knows. */
export function apiMarkdown(): string {
	return [
		'# The JetStream API as jetdeck knows it',
		'',
		'Generated from the tables in `src/jetstream/endpoints/` and `src/jetstream/fields/` by `npm run docs`.',
		'',
		'## Requests',
		'',
		'Subjects come after the prefix: `$JS.API`, `$JS.<domain>.API`, or one of your own. `{stream}` stands for one token,',
		'`{filter>}` for one or more. Effects: `read` changes nothing, `change` does, `destroy` loses something for good.',
		'Since 2.9 means 2.9 or earlier; since 2.2 means that the technical preview of March 2020 had it, under its own names.',
		'',
		...table(['subject', 'effect', 'since', 'request', 'what it does'], endpoints.map(endpointRow)),
		'',
		'## Requests to servers',
		'',
		'Subjects come after `$SYS.REQ`, and each server replies for itself. `{server}` is the id of a server, or `PING` for all',
		'of them; `{account}` is an account, or `PING` for the own one. Most are answered for the system account only.',
		'',
		...table(['subject', 'effect', 'since', 'request', 'what it does'], systemEndpoints.map(systemRow)),
		...fieldTables.flatMap(([title, fields]) => [
			'',
			`## ${title}`,
			'',
			...table(['field', 'kind', 'default', 'since', 'may be changed', 'help'], fields.map(fieldRow)),
		]),
		'',
	].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
	const line = (cells: readonly string[]): string => `| ${cells.map(escapeCell).join(' | ')} |`;
	return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)];
}

/** GitHub's tables end a cell at a bar even within code, and a backslash hides what follows. */
const escapeCell = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('|', '\\|');

const code = (text: string): string => `\`${text}\``;

const versions = ({ since, gone }: Pick<Endpoint, 'since' | 'gone'>): string =>
	gone === undefined ? since : `${since}, gone in ${gone}`;

function endpointRow(endpoint: Endpoint): readonly string[] {
	const where = [
		endpoint.audience === 'system' && 'System account only.',
		endpoint.cluster && 'Only in a cluster.',
		endpoint.preview && `Preview: ${endpoint.preview.map(code).join(', ')}.`,
	];
	const help = [helpInFull(endpoint), ...where.filter((text) => typeof text === 'string')].join(' ');
	return [code(endpoint.subject), endpoint.effect, versions(endpoint), requestOf(endpoint), help];
}

function systemRow({ subject, effect, since, fields, audience, help }: SystemEndpoint): readonly string[] {
	const who = audience === 'account' ? ' Also for users of other accounts, about their own.' : '';
	const body = fields.length === 0 ? 'empty' : fields.map(fieldInWords).join(', ');
	return [code(subject), effect, since, body, `${help}${who}`];
}

function fieldInWords({ name, required, since }: RequestField): string {
	const notes = [required && 'required', since !== '2.9' && since !== '2.2' && since].filter(
		(note) => typeof note === 'string',
	);
	return notes.length === 0 ? code(name) : `${code(name)} (${notes.join(', ')})`;
}

function requestOf({ request }: Endpoint): string {
	const fields = request.fields.map(fieldInWords);
	if (request.configIsBody) return `the stream configuration; ${fields.join(', ')}`;
	if (request.body === 'empty-only') return 'must be empty';
	return fields.length === 0 ? 'empty' : fields.join(', ');
}

function fieldRow(field: Field): readonly string[] {
	const values = field.values === undefined ? field.kind : field.values.map(({ value }) => code(value)).join(', ');
	return [code(field.name), values, inWords(field, field.default), versions(field), updateOf(field), field.help];
}

function updateOf({ update }: Field): string {
	if (update === 'enable-only') return 'only by turning it on';
	if (update === undefined) return 'yes';
	if (update === 'no') return update;
	const { rule, since } = update;
	if (rule === undefined) return `from ${since} on`;
	return since === undefined ? rule : `${rule} (${since})`;
}
