import { plural } from '../format/integer.ts';
import type { Line } from '../format/line.ts';
import { lackingTool } from '../forms/review.ts';
import { configurationOf } from '../jetstream/configuration-of.ts';
import type { ExportedStream } from '../jetstream/export/asset.ts';
import { exportFormats, exportText } from '../jetstream/export/formats.ts';
import type { StreamConfig } from '../jetstream/wire.ts';
import { lastKnown, latest, unknown } from '../store/datum.ts';
import { exportedConsumer, isDurable } from '../store/export-account.ts';
import type { DeckState } from '../store/state.ts';
import { consumerKey } from '../store/view.ts';
import { paragraph } from './confirm-lines.ts';

/** The formats that panes and the list of copies offer besides JSON. */
export const codeFormats = ['terraform', 'nack'] as const;
export type CodeFormat = (typeof codeFormats)[number];

/** A stream with its known consumers, in each format. */
export function streamCodeLines(state: DeckState, stream: string): readonly Line[] {
	const last = lastKnown(state.streams.entries.get(stream)?.info ?? unknown);
	if (last === undefined) return [];
	const names = latest(state.consumerNames.entries.get(stream) ?? unknown);
	const infos = (names ?? []).flatMap((name) => {
		const entry = state.consumers.entries.get(consumerKey(stream, name));
		return (entry && latest(entry.info)) ?? [];
	});
	const missing = (names?.length ?? last.value.state.consumer_count) - infos.length;
	const exported: ExportedStream = {
		config: configurationOf(last.value),
		consumers: infos.filter(isDurable).map(exportedConsumer),
	};
	return codeLines(state, exported, false, [
		...(missing > 0
			? [`${plural(missing, 'consumer')} ${missing === 1 ? 'is' : 'are'} not read; copying reads all of them.`]
			: []),
		...(infos.length > exported.consumers.length ? ['Ephemeral consumers are left out: programs create them.'] : []),
	]);
}

/** A consumer in each format. */
export function consumerCodeLines(state: DeckState, stream: string, consumer: string): readonly Line[] {
	const last = lastKnown(state.consumers.entries.get(consumerKey(stream, consumer))?.info ?? unknown);
	if (last === undefined) return [];
	const info = lastKnown(state.streams.entries.get(stream)?.info ?? unknown)?.value;
	const config: StreamConfig = info === undefined ? { name: stream } : configurationOf(info);
	return codeLines(state, { config, consumers: [exportedConsumer(last.value)] }, true, []);
}

function codeLines(
	{ features, size }: DeckState,
	exported: ExportedStream,
	isOfConsumer: boolean,
	notes: readonly string[],
): readonly Line[] {
	const { columns } = size;
	const noted = notes.flatMap((note) => paragraph(`  ${note}`, 'warn', columns, 2));
	return [
		...noted,
		...codeFormats.flatMap((format, at): readonly Line[] => {
			const lacking = format === 'terraform' ? lackingTool('Terraform', features) : undefined;
			const lines = exportText(format, exported, features, isOfConsumer).trimEnd().split('\n');
			return [
				...(at > 0 || noted.length > 0 ? [[]] : []),
				[{ text: `  ${exportFormats[format].label}`, tone: 'strong' }],
				...(lacking === undefined ? [] : paragraph(`  ${lacking}`, 'warn', columns, 2)),
				...lines.flatMap((line) => codeLine(line, columns)),
			];
		}),
	];
}

/** Comments explain what the format cannot express. */
function codeLine(line: string, columns: number): readonly Line[] {
	const indent = line.length - line.trimStart().length;
	return paragraph(`  ${line}`, line.trimStart().startsWith('#') ? 'dim' : 'plain', columns, indent + 4);
}
