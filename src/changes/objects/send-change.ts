import type { Changed, Planned } from '../../jetstream/objects/change-object.ts';
import type { StoredObject } from '../../jetstream/objects/meta.ts';
import type { ObjectSource } from '../../jetstream/objects/source.ts';
import type { Link } from '../../nats/link.ts';
import type { Transfer } from '../sending.ts';
import type { TransferWire } from '../wire.ts';
import { inBucket } from './source-of.ts';

/** Sends a change of one object, as it was planned. */
export const changing = (
	change: (link: Link, source: ObjectSource, planned: Planned, wire: TransferWire) => Promise<Changed>,
): Transfer['send'] =>
	inBucket(async (source, wire, { link }) => {
		const { name = '', token = '' } = wire.params;
		const { seq = 0 } = (wire.body ?? {}) as { readonly seq?: StoredObject['seq'] };
		const begun = Date.now();
		const changed = await change(link, source, { name, token, seq }, wire);
		const ms = Date.now() - begun;
		if (changed.kind === 'unknown') return changed;
		if (changed.kind === 'refused') return { kind: 'refused', problem: changed.problem, ms, came: [] };
		const { warning } = changed;
		const reply = { bucket: source.bucket.bucket, name };
		return { kind: 'done', reply, ms, came: [], ...(warning !== undefined && { warning }) };
	});
