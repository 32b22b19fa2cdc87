/** Something with a leader, and the servers that can lead it in its place. */
export interface Led {
	readonly leader: string;
	readonly others: readonly string[];
}

/** Who leads how many. */
export type Loads = ReadonlyMap<string, number>;

interface Wish {
	/** A server that shall lead nothing: then only what it leads is moved. */
	readonly avoid?: string | undefined;
	/** What servers lead beside these, and keep. */
	readonly beside?: Loads;
}

interface Balanced<Each extends Led> {
	/** The next leader of each that gets another one. */
	readonly moves: ReadonlyMap<Each, string>;
	readonly before: Loads;
	readonly after: Loads;
}

/**
 * Spreads leaders evenly, with few moves: each goes to the server of its group that leads the fewest, as long as that makes the
 * difference smaller. What has no other server counts where it is.
 */
export function balance<Each extends Led>(led: readonly Each[], { avoid, beside }: Wish = {}): Balanced<Each> {
	const leaders = new Map(led.map((each) => [each, each.leader]));
	const loads = new Map<string, number>();
	for (const { leader, others } of led)
		for (const name of [leader, ...others]) loads.set(name, loads.get(name) ?? beside?.get(name) ?? 0);
	for (const { leader } of led) loads.set(leader, (loads.get(leader) ?? 0) + 1);
	const before = new Map(loads);
	const load = (name: string): number => (name === avoid ? Number.POSITIVE_INFINITY : (loads.get(name) ?? 0));
	// Each move makes the sum of the squares smaller, so this ends.
	for (let isMoved = true; isMoved; ) {
		isMoved = false;
		for (const each of led) {
			if (avoid !== undefined && each.leader !== avoid) continue;
			const from = leaders.get(each) ?? each.leader;
			const to = least([each.leader, ...each.others], load);
			if (to === undefined || to === from || load(from) - load(to) < 2) continue;
			leaders.set(each, to);
			loads.set(from, (loads.get(from) ?? 0) - 1);
			loads.set(to, (loads.get(to) ?? 0) + 1);
			isMoved = true;
		}
	}
	return { moves: new Map([...leaders].filter(([each, name]) => name !== each.leader)), before, after: loads };
}

function least(names: readonly string[], load: (name: string) => number): string | undefined {
	return names.reduce<string | undefined>(
		(best, name) => (best === undefined || load(name) < load(best) ? name : best),
		undefined,
	);
}
