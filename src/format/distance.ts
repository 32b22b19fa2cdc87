/** The number of letters to add, remove or replace to turn one word into another; stops counting beyond `most`. */
export function distance(one: string, other: string, most: number): number {
	if (one === '' || other === '') return Math.max(one.length, other.length);
	if (one[0] === other[0]) return distance(one.slice(1), other.slice(1), most);
	if (most === 0) return 1;
	return (
		1 +
		Math.min(
			distance(one.slice(1), other, most - 1),
			distance(one, other.slice(1), most - 1),
			distance(one.slice(1), other.slice(1), most - 1),
		)
	);
}
