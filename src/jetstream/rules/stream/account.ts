import { bytes } from '../../../format/bytes.ts';
import { count, plural } from '../../../format/integer.ts';
import type { AccountUsage, StreamConfig } from '../../wire.ts';
import type { Rule } from '../rule.ts';
import { integer } from '../values.ts';
import type { StreamCase } from './stream-case.ts';

const replicasOf = ({ num_replicas: replicas }: StreamConfig): number => Math.max(1, Number(integer(replicas)));
const isMemory = ({ storage }: StreamConfig): boolean => storage === 'memory';

/** The account's limits for streams with this number of replicas: its tier, if it has tiers. */
function limitsOf({ config, situation: { account } }: StreamCase): AccountUsage | undefined {
	return account?.tiers ? account.tiers[`R${replicasOf(config)}`] : account;
}

/**
 * Bytes that other streams have reserved: from their own limits if all are known, else from the account, which
 * servers before 2.10 do not return. (2.10 counts one byte less for each stream without a limit, even below zero.)
 */
function reservedBytes(what: StreamCase): bigint {
	const { config, old, situation } = what;
	const tiered = situation.account?.tiers !== undefined;
	const footprint = (stream: StreamConfig): bigint => {
		const size = BigInt(integer(stream.max_bytes));
		return size <= 0n ? 0n : size * BigInt(tiered ? 1 : replicasOf(stream));
	};
	const others = situation.streams.filter(({ name }) => name !== config.name);
	const usage = limitsOf(what);
	const told = isMemory(config) ? usage?.reserved_memory : usage?.reserved_storage;
	const known = !tiered && others.length + (old === undefined ? 0 : 1) === usage?.streams;
	if (told === undefined || known)
		return others
			.filter((stream) => isMemory(stream) === isMemory(config))
			.reduce((sum, stream) => sum + footprint(stream), 0n);
	const rest = BigInt.asIntN(64, BigInt(told)) - (old === undefined ? 0n : footprint(old));
	return rest < 0n ? 0n : rest;
}

/** Why the size of a stream exceeds what the account has left; a stream without a limit needs one byte. */
function storageRule(what: StreamCase): string | undefined {
	const { config, situation } = what;
	const usage = limitsOf(what);
	const limit = integer((isMemory(config) ? usage?.limits.max_memory : usage?.limits.max_storage) ?? -1);
	if (limit < 0) return undefined;
	const size = BigInt(integer(config.max_bytes));
	const copies = situation.account?.tiers === undefined ? BigInt(replicasOf(config)) : 1n;
	const left = BigInt(limit) - reservedBytes(what);
	if ((size <= 0n ? 1n : size) * copies <= left) return undefined;
	const has = left <= 0n ? 'none' : bytes(left);
	return `Max bytes is more than the account has left: ${has} of ${bytes(limit)} ${isMemory(config) ? 'memory' : 'storage'}.`;
}

/** What the account still allows. */
export const streamAccount: readonly Rule<StreamCase>[] = [
	{
		path: 'num_replicas',
		errCode: 10120,
		broken: (what) =>
			what.situation.account !== undefined &&
			limitsOf(what) === undefined &&
			`Replicas: the account has no tier for streams with ${plural(replicasOf(what.config), 'replica')}.`,
	},
	{
		path: 'name',
		errCode: 10027,
		broken: (what) => {
			const usage = limitsOf(what);
			const most = usage?.limits.max_streams ?? 0;
			return (
				what.old === undefined &&
				usage !== undefined &&
				most > 0 &&
				usage.streams >= most &&
				`Name: the account already has ${plural(most, 'stream')}, its limit.`
			);
		},
	},
	{
		path: 'max_consumers',
		errCode: 10026,
		broken: (what) => {
			const most = limitsOf(what)?.limits.max_consumers ?? 0;
			return (
				most > 0 &&
				integer(what.config.max_consumers) > most &&
				`Max consumers must be at most ${count(most)}, the limit of the account.`
			);
		},
	},
	// The preview compared it with the account limit even if that was -1.
	{
		path: 'max_consumers',
		gone: '2.9',
		errCode: 10026,
		broken: ({ config, old, situation: { account } }) =>
			old === undefined &&
			account !== undefined &&
			integer(account.limits.max_consumers) < 0 &&
			integer(config.max_consumers) > 0,
		message: 'Max consumers must be left out: the technical preview refuses it if the account has no such limit.',
	},
	{
		path: 'max_bytes',
		errCode: 10113,
		broken: (what) => limitsOf(what)?.limits.max_bytes_required === true && integer(what.config.max_bytes) <= 0,
		message: 'Max bytes must be set: the account requires it.',
	},
	{
		path: 'max_bytes',
		errCode: 10122,
		broken: (what) => {
			const limits = limitsOf(what)?.limits;
			const most = (isMemory(what.config) ? limits?.memory_max_stream_bytes : limits?.storage_max_stream_bytes) ?? 0;
			return (
				most > 0 &&
				integer(what.config.max_bytes) > most &&
				`Max bytes must be at most ${bytes(most)}, the limit of the account for one stream.`
			);
		},
	},
	{ path: 'max_bytes', errCode: 10047, broken: (what) => (isMemory(what.config) ? undefined : storageRule(what)) },
	{ path: 'max_bytes', errCode: 10028, broken: (what) => (isMemory(what.config) ? storageRule(what) : undefined) },
];
