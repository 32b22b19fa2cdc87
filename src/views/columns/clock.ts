/** The local time of day of something recent. */
export function clock(time: string | number): string {
	const at = new Date(time);
	return [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}
