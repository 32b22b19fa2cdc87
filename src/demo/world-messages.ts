import { createHash } from 'node:crypto';
import { paddedBase64Url } from '../format/padded-base64url.ts';

/** One message to publish. */
export interface WorldMessage {
	readonly subject: string;
	readonly payload: string | Uint8Array;
	readonly headers?: readonly (readonly [name: string, value: string])[];
}

/** Numbers that look random and are the same at each start (mulberry32). */
export function repeatableRandom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

const regions = ['eu', 'us', 'apac'] as const;
const orderSteps = ['created', 'paid', 'packed', 'shipped', 'delivered', 'returned'] as const;
const services = ['web', 'basket', 'search', 'billing', 'mail'] as const;
const levels = ['info', 'info', 'info', 'info', 'warn', 'error'] as const;
const pages = ['home', 'article', 'basket', 'help'] as const;
const articles = ['chair', 'table', 'lamp', 'shelf', 'desk', 'sofa', 'rug', 'clock'] as const;

/** Makers of messages by kind; each takes a random source and a running number. */
export const messageMakers = {
	order: (random: () => number, n: number): WorldMessage => {
		const step = pick(random, orderSteps);
		const body = {
			order: `O-${100_000 + n}`,
			region: pick(random, regions),
			step,
			article: pick(random, articles),
			total: cents(random),
		};
		const headers = [['Nats-Msg-Id', `order-${n}`] as const, ['Trace', hex(random, 16)] as const];
		return { subject: `orders.${body.region}.${step}`, payload: JSON.stringify(body), headers };
	},
	payment: (random: () => number, n: number): WorldMessage => {
		const kind = random() < 0.8 ? 'card' : 'transfer';
		const payload = JSON.stringify({ payment: `P-${n}`, amount: cents(random), currency: 'EUR' });
		return { subject: `payments.${kind}.${pick(random, regions)}`, payload };
	},
	shipment: (random: () => number, n: number): WorldMessage => ({
		subject: `shipments.created.${pick(random, regions)}`,
		payload: JSON.stringify({ shipment: `S-${n}`, parcels: 1 + Math.floor(random() * 3) }),
	}),
	log: (random: () => number, n: number): WorldMessage => {
		const level = pick(random, levels);
		const service = pick(random, services);
		const text = level === 'error' ? 'timeout after 5000 ms, trying again' : 'request served';
		return { subject: `logs.${service}.${level}`, payload: `${level.toUpperCase()} ${service} #${n} ${text}` };
	},
	event: (random: () => number, n: number): WorldMessage => {
		const kind = pick(random, ['click', 'view', 'scroll'] as const);
		const page = pick(random, pages);
		return { subject: `events.${kind}.${page}`, payload: JSON.stringify({ visitor: n % 500, page, kind }) };
	},
	metric: (random: () => number): WorldMessage => {
		const service = pick(random, services);
		return { subject: `metrics.${service}.latency`, payload: (20 + random() * 200).toFixed(1) };
	},
	stock: (random: () => number): WorldMessage => ({
		subject: `inventory.${pick(random, ['berlin', 'lyon', 'austin'] as const)}.${pick(random, articles)}`,
		payload: String(Math.floor(random() * 400)),
	}),
	session: (random: () => number): WorldMessage => ({
		subject: `sessions.u${Math.floor(random() * 40)}`,
		payload: `{"seen":"now"}`,
	}),
	audit: (random: () => number, n: number): WorldMessage => ({
		subject: `audit.${pick(random, services)}`,
		payload: JSON.stringify({ entry: n, by: pick(random, ['ada', 'grace', 'linus', 'margaret'] as const) }),
	}),
	/** A picture: binary bytes. */
	upload: (random: () => number, n: number): WorldMessage => ({
		subject: `uploads.${n}`,
		payload: Uint8Array.from({ length: 6_000 }, () => Math.floor(random() * 256)),
		headers: [['Content-Type', 'image/png']],
	}),
	/** An object as an object store stores it: first its bytes, then its metadata. */
	labelBytes: (_random: () => number, n: number): WorldMessage => ({
		subject: `$O.labels.C.${labelId(n)}`,
		payload: labelText(n),
	}),
	labelInfo: (_random: () => number, n: number): WorldMessage => {
		const name = `parcel-${n}.zpl`;
		const text = labelText(n);
		const about = n % 5 === 0 ? { description: 'Fragile', headers: { Printer: ['zebra-2'] } } : {};
		const info = {
			name,
			bucket: 'labels',
			nuid: labelId(n),
			size: text.length,
			chunks: 1,
			digest: metaDigest(text),
			...about,
		};
		return labelMeta({ ...info, options: { max_chunk_size: 131_072 } });
	},
	/** Another name for a label. */
	labelLink: (): WorldMessage =>
		labelMeta({
			name: 'test-page.zpl',
			bucket: 'labels',
			nuid: labelId(99_999),
			...{ size: 0, chunks: 0, digest: metaDigest('') },
			options: { link: { bucket: 'labels', name: 'parcel-0.zpl' } },
		}),
	flag: (random: () => number, n: number): WorldMessage => {
		const key = pick(random, flagKeys);
		return { subject: `$KV.flags.${key}`, payload: flagValues[key](n) };
	},
} as const;

export type MessageKind = keyof typeof messageMakers;

/** Number of messages of each kind when the demo opens. */
export const firstMessages: readonly (readonly [kind: MessageKind, count: number])[] = [
	['order', 1_400],
	['payment', 120],
	['shipment', 90],
	['log', 900],
	['event', 1_200],
	['metric', 200],
	['stock', 120],
	['session', 120],
	['audit', 150],
	['upload', 40],
	['flag', 24],
	['labelBytes', 30],
	['labelInfo', 30],
	['labelLink', 1],
];

/** Messages a second while the demo is open; they rise and fall by half. */
export const trafficKinds: readonly (readonly [kind: MessageKind, perSecond: number])[] = [
	['order', 6],
	['payment', 2],
	['shipment', 1],
	['log', 12],
	['event', 8],
	['metric', 5],
	['stock', 2],
	['session', 1],
	['flag', 0.5],
];

/** By key: what its value is after `n` changes. */
const flagValues = {
	checkout: (n: number) => JSON.stringify({ on: n % 3 !== 0, share: n / 100, countries: ['DE', 'FR'] }),
	search: (n: number) => (n % 2 === 0 ? 'on' : 'off'),
	banner: (n: number) => `Free delivery until 2${n % 10} December`,
	prices: (n: number) => String((n % 4) / 2),
} as const;

const flagKeys = Object.keys(flagValues) as readonly (keyof typeof flagValues)[];

const metaDigest = (text: string): string => `SHA-256=${paddedBase64Url(createHash('sha256').update(text).digest())}`;

/** Stores the meta of an object, in place of an earlier one. */
const labelMeta = (meta: { readonly name: string; readonly [key: string]: unknown }): WorldMessage => ({
	subject: `$O.labels.M.${paddedBase64Url(Buffer.from(meta.name))}`,
	payload: JSON.stringify(meta),
	headers: [['Nats-Rollup', 'sub']],
});

function labelId(n: number): string {
	return `LABEL${String(n).padStart(17, '0')}`;
}

/** A shipping label in the language of label printers. */
function labelText(n: number): string {
	return `^XA^FO50,60^A0,40^FDS-${n}^FS^FO60,120^BY3^BCN,60,,,,A^FD${100_000 + n}^FS^XZ\n`.repeat(20);
}

function pick<T>(random: () => number, from: readonly T[]): T {
	const found = from[Math.floor(random() * from.length)];
	if (found === undefined) throw new Error('there is nothing to pick from');
	return found;
}

function cents(random: () => number): number {
	return Math.round(random() * 50_000) / 100;
}

function hex(random: () => number, digits: number): string {
	return Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
}
