/** Makes something of each item, so many at once, in their order. */
export async function inBatches<Item, Made>(
	items: readonly Item[],
	atOnce: number,
	make: (item: Item) => Promise<Made>,
): Promise<readonly Made[]> {
	const made: Made[] = [];
	for (let at = 0; at < items.length; at += atOnce)
		made.push(...(await Promise.all(items.slice(at, at + atOnce).map(make))));
	return made;
}
