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

/** Whether every message that `narrow` matches is matched by one of `wides`: `a.*` and `a.*.>` together contain `a.>`. */
export function subjectsContain(wides: readonly string[], narrow: string): boolean {
	if (wides.includes(narrow)) return true;
	return tokensContain(
		wides.map((wide) => wide.split('.')),
		narrow.split('.'),
	);
}

function tokensContain(wides: readonly (readonly string[])[], [first, ...rest]: readonly string[]): boolean {
	if (first === undefined) return wides.some(({ length }) => length === 0);
	if (wides.some(([token]) => token === '>')) return true;
	// Some tokens are in no subject of `wides`: there only `*` matches what a wildcard of `narrow` does.
	const left = wides.flatMap(([token, ...others]) => (token === '*' || token === first ? [others] : []));
	if (first !== '>') return tokensContain(left, rest);
	// One token, or one and more.
	return left.length > 0 && tokensContain(left, []) && tokensContain(left, ['>']);
}
