import { expect, it } from 'vitest';
import { isCommitted, unlessUncommitted } from '../../src/changes/outcome/committed.ts';
import { applied, notApplied } from '../../src/changes/outcome/look.ts';
import type { PeerInfo, StreamConfig } from '../../src/jetstream/wire.ts';

const config = (copies: number): StreamConfig => ({ name: 'KV_B', num_replicas: copies });
const peer = (more: Partial<PeerInfo> = {}): PeerInfo => ({ name: 'n', current: true, active: 500_000_000, ...more });
const led = (...replicas: PeerInfo[]) => ({ config: config(3), cluster: { leader: 'n1', replicas } });

it('believes a leader that says no only while a majority of its copies follows it', () => {
	expect(isCommitted({ config: config(1) })).toBe(true);
	expect(isCommitted(led(peer(), peer()))).toBe(true);
	expect(isCommitted(led(peer(), peer({ offline: true })))).toBe(true);
	const away: readonly Partial<PeerInfo>[] = [
		{ current: false },
		{ offline: true },
		{ lag: 1 },
		{ active: 3_266_271_302 },
	];
	for (const one of away) expect(isCommitted(led(peer(one), peer(one)))).toBe(false);
	expect(isCommitted({ config: config(3), cluster: { replicas: [peer(), peer()] } })).toBe(false);
	const silent = led(peer({ active: 5e9 }), peer({ active: 5e9 }));
	expect(unlessUncommitted(notApplied, silent).kind).toBe('unclear');
	expect(unlessUncommitted(applied, silent).kind).toBe('applied');
});
