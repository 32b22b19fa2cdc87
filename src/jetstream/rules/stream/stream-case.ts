import { type Supports, supportsOf } from '../../server-features.ts';
import type { StreamConfig } from '../../wire.ts';
import type { StreamSituation } from '../situation.ts';
import { integer } from '../values.ts';

/** The input of a rule about streams. */
export interface StreamCase {
	readonly config: StreamConfig;
	readonly situation: StreamSituation;
	/** The current stream, for an update. */
	readonly old: StreamConfig | undefined;
	readonly supports: Supports;
}

export function streamCase(config: StreamConfig, situation: StreamSituation): StreamCase {
	const supports = supportsOf(situation.features);
	const old = situation.existing?.config;
	return { config: old === undefined ? config : withImplied(config, supports), situation, old, supports };
}

/**
 * Keys that servers from 2.12 on turn on by themselves: delete markers and schedules need roll-ups, and delete markers message
 * TTLs. They apply to the check of an update, not of a creation.
 */
function withImplied(config: StreamConfig, supports: Supports): StreamConfig {
	if (!supports('2.12')) return config;
	const markers = integer(config.subject_delete_marker_ttl) >= 1e9;
	if (!markers && config.allow_msg_schedules !== true) return config;
	return {
		...config,
		...(config.allow_rollup_hdrs !== true && { allow_rollup_hdrs: true, deny_purge: false }),
		...(markers && { allow_msg_ttl: true }),
	};
}

/** Whether it has a mirror or sources. */
const isCopy = ({ mirror, sources }: StreamConfig): boolean =>
	Boolean(mirror) || (Array.isArray(sources) && sources.length > 0);

/** Its subjects; without any its own name, once it has one. */
export function effectiveSubjects(config: StreamConfig): readonly string[] {
	if (config.subjects !== undefined && config.subjects !== null && config.subjects.length > 0) return config.subjects;
	return isCopy(config) || !config.name ? [] : [config.name];
}
