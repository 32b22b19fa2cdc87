/** White space as servers define it for subjects. */
const blank = /[ \t\n\r\f]/;

/** Whether servers accept it as a subject: no empty token, no white space, `>` only as the last token. 2.9 to 2.15. */
export function isSubject(subject: string): boolean {
	const tokens = subject.split('.');
	return tokens.every((token, at) => token !== '' && !blank.test(token) && (token !== '>' || at === tokens.length - 1));
}

/** Whether no token is a wildcard. */
export function isLiteral(subject: string): boolean {
	return !subject.split('.').some((token) => token === '*' || token === '>');
}

/** Whether some message could have a subject that both match. */
export function subjectsOverlap(one: string, other: string): boolean {
	const left = one.split('.');
	const right = other.split('.');
	for (let at = 0; at < left.length && at < right.length; at += 1) {
		const [a, b] = [left[at], right[at]];
		if (a === '>' || b === '>') return true;
		if (a !== b && a !== '*' && b !== '*') return false;
	}
	return left.length === right.length;
}

/** Whether every message that `narrow` matches is matched by `wide`: `orders.>` contains `orders.*.new`. */
export function subjectContains(wide: string, narrow: string): boolean {
	const outer = wide.split('.');
	const inner = narrow.split('.');
	for (const [at, token] of outer.entries()) {
		if (at >= inner.length) return false;
		if (token === '>') return true;
		const other = inner[at];
		if (other === '>' || (token !== other && token !== '*')) return false;
	}
	return outer.length === inner.length;
}

/** Subjects by their tokens. One that has `>` ends there. */
interface Branch {
	readonly next: Map<string, Branch>;
	/** Places of the subjects that end here. */
	readonly ends: number[];
}

const newBranch = (): Branch => ({ next: new Map(), ends: [] });

/**
 * The first pair of a list that overlaps, by place; undefined if none does. A stream may have tens of thousands of subjects, so
 * it does not compare each with each.
 * @param overlap true for no pair that has no subject in common
 */
export function overlappingPair(
	subjects: readonly string[],
	overlap: (one: string, other: string) => boolean = subjectsOverlap,
): readonly [first: number, second: number] | undefined {
	const root = newBranch();
	for (const [second, subject] of subjects.entries()) {
		const tokens = subject.split('.');
		let first = second;
		for (const place of overlappingIn(root, tokens))
			if (place < first && overlap(subjects[place] ?? '', subject)) first = place;
		if (first < second) return [first, second];
		add(root, tokens, second);
	}
	return undefined;
}

function add(root: Branch, tokens: readonly string[], place: number): void {
	let branch = root;
	for (const token of tokens) {
		const next = branch.next.get(token) ?? newBranch();
		branch.next.set(token, next);
		branch = next;
		if (token === '>') break;
	}
	branch.ends.push(place);
}

/** The places of all that `subjectsOverlap` with a subject. */
function overlappingIn(root: Branch, tokens: readonly string[]): readonly number[] {
	const found: number[] = [];
	const open: (readonly [branch: Branch, at: number])[] = [[root, 0]];
	for (let top = open.pop(); top !== undefined; top = open.pop()) {
		const [branch, at] = top;
		const token = tokens[at];
		if (token === undefined) {
			for (const place of branch.ends) found.push(place);
			continue;
		}
		for (const [name, next] of nextOf(branch, token)) {
			if (token === '>' || name === '>') addAll(found, next);
			else open.push([next, at + 1]);
		}
	}
	return found;
}

/** What a token can go on with: itself and wildcards; everything for a wildcard. */
function nextOf({ next }: Branch, token: string): Iterable<readonly [string, Branch]> {
	if (token === '*' || token === '>') return next;
	return [token, '*', '>'].flatMap((name) => {
		const branch = next.get(name);
		return branch === undefined ? [] : [[name, branch] as const];
	});
}

function addAll(found: number[], from: Branch): void {
	const open = [from];
	for (let branch = open.pop(); branch !== undefined; branch = open.pop()) {
		for (const place of branch.ends) found.push(place);
		for (const next of branch.next.values()) open.push(next);
	}
}
