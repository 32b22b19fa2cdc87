import { digestInHex } from '../../jetstream/objects/digest.ts';
import type { ObjectRow } from '../../views/objects/row.ts';
import { stateInWords } from '../../views/objects/row.ts';

/** An object for scripts. `modified` is the time of its message: metas of nats.go name the year 1. */
export function objectJson(row: ObjectRow): object {
	const { name, seq, time, meta, fault, there } = row;
	const state = stateInWords(row);
	if (meta === undefined) return { name, state, seq, modified: time, fault };
	const { description, headers, metadata, link, nuid, size, chunks, digest, chunkSize } = meta;
	return {
		name,
		state,
		seq,
		modified: time,
		...(description !== undefined && { description }),
		...(Object.keys(headers).length > 0 && { headers }),
		...(Object.keys(metadata).length > 0 && { metadata }),
		...(link === undefined ? { size, chunks } : { link }),
		...(chunkSize !== undefined && { chunk_size: chunkSize }),
		...(there !== undefined && there !== chunks && { chunks_stored: there }),
		...(digest !== undefined && { digest, sha256: digestInHex(digest) }),
		...(nuid !== '' && { nuid }),
	};
}
