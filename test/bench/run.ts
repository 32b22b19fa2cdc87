import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backupSize, costOfBackup } from './backup-cost.ts';
import { costOfEvents, eventsPerSecond } from './event-cost.ts';
import { fleetOf } from './fleet.ts';
import {
	bytesOfAll,
	bytesOfOneRow,
	bytesPerTick,
	costOfDeletion,
	deckCommand,
	firstFrame,
	firstHello,
	keystrokeOf,
	natsLists,
	running,
	screen,
	smallScreen,
	streamRows,
} from './measures.ts';
import { costOfObjects, objectSize } from './object-cost.ts';
import { costOfNats, costOfPlan } from './plan-cost.ts';
import { median } from './program.ts';
import { add, addMemory, bound, report } from './results.ts';
import { addConsumers, type Bench, serverWith, streamName } from './world.ts';

const few = 10;
/** More streams than the screen has rows. */
const screenful = 60;
const many = 10_000;
/** As many as a team keeps in a folder, at most. */
const folderful = 1_000;
const starts = 9;

const screensOfFleet = {
	servers: { budget: 32 * 1024, before: '7', shown: /Servers \d+ .*\n.*\n▸ \S+ +\*? +ok/ },
	accounts: { budget: 160 * 1024, before: ':accounts\r', shown: /Accounts \d+ .*\n.*\n▸ A0 .*\d/ },
} as const;

const home = mkdtempSync(join(tmpdir(), 'jetdeck-bench-'));
const env = { HOME: home, XDG_CACHE_HOME: join(home, 'cache'), XDG_CONFIG_HOME: join(home, 'config') };
const [only = '', helloFile = '', fasterHelloFile = '', executable = ''] = process.argv.slice(2);

const groups: Readonly<Record<string, () => Promise<void>>> = {
	start: measureStart,
	peer: measurePeer,
	open: measureOpen,
	wire: measureWire,
	events: measureEvents,
	fleet: measureFleet,
	plan: measurePlan,
	objects: measureObjects,
	backup: measureBackup,
};
/** Servers are started when something is first measured against them. */
const worlds = new Map<string, Promise<Bench>>();
const small = () => world('small', few);
const usual = () => world('usual', screenful);
const empty = () => world('empty', few, { empty: true });
const large = () => world('large', many);
const planned = () => world('planned', folderful);
try {
	for (const [name, measure] of Object.entries(groups)) if (new RegExp(only).test(name)) await measure();
	report({ isWhole: only === '' });
} finally {
	for (const bench of worlds.values()) await (await bench).end();
	rmSync(home, { recursive: true, force: true });
}

function world(...[name, streams, options]: readonly [string, ...Parameters<typeof serverWith>]): Promise<Bench> {
	const running = worlds.get(name) ?? serverWith(streams, options);
	worlds.set(name, running);
	return running;
}

/**
 * In turns, so that whatever else the machine does falls on all alike. Ink loads faster in the program's own bundle, which a person gains
 * by: the yardsticks are a hello-world with Ink as it is published, and one that is bundled as the program is.
 */
async function measureStart(): Promise<void> {
	const [sixty, thousands] = [await usual(), await large()];
	const measures = {
		hello: () => firstHello(helloFile, env),
		start: () => firstFrame(sixty, env, deckCommand),
		faster: () => firstHello(fasterHelloFile, env),
		executable: () => firstFrame(sixty, env, [executable]),
		large: () => firstFrame(thousands, env, deckCommand),
	};
	const taken = await inTurns(measures);
	const first = 'first complete frame, 38 rows of live data,';
	const [plainly, alike] = ['against an Ink hello-world', 'against one that is bundled alike'];
	add(`${first} ${screenful} streams, by npm start, ${plainly}`, taken.start, taken.hello, 1.2, 'ms');
	add(`${first} ${screenful} streams, by npm start, ${alike}`, taken.start, taken.faster, 2, 'ms');
	add(`${first} ${screenful} streams, by the executable, ${plainly}`, taken.executable, taken.hello, 1.2, 'ms');
	add(`${first} ${screenful} streams, by the executable, ${alike}`, taken.executable, taken.faster, 2, 'ms');
	add(`${first} 10,000 streams, by npm start, ${plainly}`, taken.large, taken.hello, undefined, 'ms');
}

/** The median of each. The first start of each is not counted: it writes Node's compile cache. */
async function inTurns<Name extends string>(
	measures: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Readonly<Record<Name, number>>> {
	const names = Object.keys(measures) as Name[];
	const times = new Map(names.map((name) => [name, [] as number[]]));
	for (let turn = 0; turn <= starts; turn += 1) {
		for (const name of names) {
			const ms = await measures[name]();
			if (turn > 0) times.get(name)?.push(ms);
		}
	}
	return Object.fromEntries(names.map((name) => [name, median(times.get(name) ?? [])])) as Record<Name, number>;
}

/** Where a nats CLI is on the PATH. */
async function measurePeer(): Promise<void> {
	const thousands = await large();
	const lists = [1, 2, 3].map(() => natsLists(thousands, env)).filter((ms) => ms !== undefined);
	if (lists.length === 0) return;
	const frames = [];
	for (const _ of lists) frames.push(await firstFrame(thousands, env, deckCommand));
	add('first live rows of 10,000 streams, against `nats stream ls` finished', median(frames), median(lists), 0.2, 'ms');
}

async function measureOpen(): Promise<void> {
	const [ten, thousands] = [await small(), await large()];
	const one = await running(ten, env, { size: smallScreen, shown: streamRows(few) });
	const other = await running(thousands, env, { size: smallScreen, shown: streamRows(many) });
	const wideFew = await running(ten, env, { size: screen, shown: streamRows(few) });
	const wideMany = await running(thousands, env, { size: screen, shown: streamRows(many) });
	await addConsumers(thousands, 1_000);
	const shown = (lines: readonly string[]): boolean => lines.some((line) => /^▸ C\d{5}.*✓/.test(line));
	const consumers = await running(thousands, env, { size: smallScreen, before: 'u', shown });
	const key = 'a keystroke to its frame,';
	const idle = 'CPU while idle,';
	const against = '10,000 streams against 10,';
	add(`${key} ${against} as many rows in view`, other.keystroke, one.keystroke, 1.3, 'ms');
	add(`${key} ${against} 38 rows in view against 10`, wideMany.keystroke, wideFew.keystroke, undefined, 'ms');
	add(`${key} 1,000 consumers of one stream against 10 streams`, consumers.keystroke, one.keystroke, 1.3, 'ms');
	add(`${idle} ${against} as many rows in view`, other.idleCpu * 100, one.idleCpu * 100, 1.3, '%');
	add(`${idle} ${against} 38 rows in view against 10`, wideMany.idleCpu * 100, wideFew.idleCpu * 100, undefined, '%');
	add('memory, 10,000 streams against 10', wideMany.memory / 2 ** 20, wideFew.memory / 2 ** 20, 1.3, 'MiB');
}

async function measureWire(): Promise<void> {
	const thousands = await large();
	const tick = await bytesPerTick(thousands, { kind: 'streams' });
	const all = await bytesOfAll(thousands, '$JS.API.STREAM.LIST');
	add('bytes from the server a tick, 10,000 streams, 38 rows, against listing all', tick, all, 1 / 150, 'B');
	await addConsumers(thousands, 1_000);
	const consumers = await bytesPerTick(thousands, { kind: 'stream', stream: streamName(0), pane: 'consumers' });
	const allConsumers = await bytesOfAll(thousands, `$JS.API.CONSUMER.LIST.${streamName(0)}`);
	add(
		'bytes a tick, 1,000 consumers of one stream, 38 rows, against listing all of them',
		consumers,
		allConsumers,
		1 / 5,
		'B',
	);
	const [one, other] = [
		await costOfDeletion(thousands, streamName(9)),
		await costOfDeletion(await small(), streamName(9)),
	];
	const planning = 'planning the deletion of one stream, 10,000 streams against 10,';
	add(`${planning} bytes`, one.bytes, other.bytes, 2, 'B');
	add(`${planning} requests`, one.requests, other.requests, 2, 'requests');
	const row = await bytesOfOneRow(await empty(), env, `bench.${streamName(3)}`);
	bound('bytes to a terminal of 120×40 for a one-row change', row, 400, 'B');
}

/** A screen asks more seldom the more servers and accounts reply, so that the bytes stay bounded. */
async function measureFleet(): Promise<void> {
	const [fleet, ten] = [await fleetOf(50, 500), await fleetOf(few, few)];
	try {
		for (const kind of ['servers', 'accounts'] as const) {
			const { before, shown: pattern, budget } = screensOfFleet[kind];
			const shown = (lines: readonly string[]): boolean => pattern.test(lines.join('\n'));
			const [what, size] = [`${kind}, 50 servers with 500 accounts,`, smallScreen];
			const [wide, many, few] = [
				await keystrokeOf(fleet, env, { before, shown, size: screen }),
				await keystrokeOf(fleet, env, { before, shown, size }),
				await keystrokeOf(ten, env, { before, shown, size }),
			];
			bound(`${what} a keystroke to its frame, 38 rows in view`, wide, 50, 'ms');
			const against = 'against 10 servers with 10 accounts, as many rows in view';
			add(`${what} a keystroke to its frame, ${against}`, many, few, 1.3, 'ms');
			bound(`${what} bytes a tick`, await bytesPerTick(fleet, { kind }, 45), budget, 'B');
		}
	} finally {
		for (const each of [fleet, ten]) await each.end();
	}
}

/** A ring of 20,000 events takes up to 24 MiB, and what is read while it is full as much again. */
async function measureEvents(): Promise<void> {
	const cost = await costOfEvents(await usual(), env, 10);
	const what = `${eventsPerSecond.toLocaleString('en')} events a second,`;
	bound(`${what} a keystroke to its frame`, cost.keystroke, 100, 'ms');
	bound(`${what} longest CPU time in which no key is read`, cost.stretch, 100, 'ms');
	bound(`${what} memory`, cost.memory / 2 ** 20, 400, 'MiB');
	add(`${what} listed or counted as dropped on the screen, against published`, cost.counted, cost.published, 1, '');
	bound(`${what} CPU`, cost.cpu * 100, 100, '%');
}

/** The start of the program is included: of a small object it is most of the time. */
async function measureObjects(): Promise<void> {
	const { jetdeck, nats } = await costOfObjects(await usual(), env);
	for (const way of ['put', 'get'] as const) {
		const what = `jetdeck object ${way} of ${objectSize} MiB`;
		if (nats !== undefined)
			add(`${what}, against nats object ${way}, time`, jetdeck[way].seconds, nats[way].seconds, 1.25, 's');
		addMemory(`${what}, memory`, jetdeck[way], nats?.[way], 96);
	}
}

async function measureBackup(): Promise<void> {
	const cost = await costOfBackup(await usual(), env);
	addMemory(`jetdeck backup of ${backupSize} MiB, memory`, cost, undefined, 64);
}

/** At most one walk over the account, and the consumers of each stream of the folder. */
async function measurePlan(): Promise<void> {
	const folder = await planned();
	const cost = await costOfPlan(folder, env);
	const nats = await costOfNats(folder, env);
	const what = 'jetdeck plan of 1,000 unchanged streams with 2 consumers each,';
	const walk = Math.ceil(folderful / 256) + folderful;
	add(`${what} requests, against STREAM.LIST and a CONSUMER.LIST a stream`, cost.requests, walk, 1.01, 'requests');
	const against = nats === undefined ? what : `${what} against nats stream ls --json,`;
	add(`${against} time`, cost.seconds, nats?.seconds ?? Number.NaN, undefined, 's');
	add(`${against} memory`, cost.memory / 2 ** 20, (nats?.memory ?? Number.NaN) / 2 ** 20, undefined, 'MiB');
}
