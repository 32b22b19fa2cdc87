import type { ObjectBucket } from '../buckets/object-bucket.ts';

type Stored = Pick<ObjectBucket, 'stored'>;

/** The subject of a meta by its token. */
export const metaSubject = ({ stored }: Stored, token: string): string => `${stored}M.${token}`;

/** All chunks of an object have this subject. */
export const chunkSubject = ({ stored }: Stored, nuid: string): string => `${stored}C.${nuid}`;

export const allMetas = ({ stored }: Stored): string => `${stored}M.>`;
export const allChunks = ({ stored }: Stored): string => `${stored}C.>`;
