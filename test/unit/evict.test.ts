import { describe, expect, it } from 'vitest';
import { evict } from '../../src/store/evict.ts';
import { deckState, streamInfo, withStreams } from '../support/state.ts';

const names = Array.from({ length: 2_100 }, (_, at) => `S${at}`);
const large = { ...deckState(), ...withStreams(names.map((name) => streamInfo(name))) };
const kept = (swept: object): number | undefined => evict({ ...large, swept }, []).streams?.entries.size;

describe('what is remembered although nobody looks at it', () => {
	it('are the last streams, or all where a list depends on them', () => {
		expect(large.streams.entries.size).toBe(2_100);
		expect(kept({})).toBe(2_000);
		expect(kept({ streams: 1 })).toBeUndefined();
		// A sweep of consumers reads the streams too.
		expect(kept({ consumers: 1 })).toBeUndefined();
	});
});
