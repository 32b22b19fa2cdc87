import type { Wire } from '../wire.ts';
import { kvWire } from './kv.ts';
import { listenWire, messageWire } from './messages.ts';
import { acknowledgementWire, pullWire, requestWire } from './requests.ts';
import { transferWire } from './transfer.ts';
import type { WireKind } from './wire-kind.ts';

/** One row for each kind of what a step sends. */
const wireKinds: { readonly [Kind in Wire['kind']]: WireKind<Extract<Wire, { kind: Kind }>> } = {
	request: requestWire,
	pull: pullWire,
	acknowledgement: acknowledgementWire,
	message: messageWire,
	listen: listenWire,
	transfer: transferWire,
	kv: kvWire,
};

export const wireKind = ({ kind }: Wire): WireKind<Wire> => wireKinds[kind] as WireKind<Wire>;
