import type { View } from '../../src/store/view.ts';
import { places } from '../../src/views/places.ts';

/** Every place of the table, on whatever goes by this name. */
export function everyPlace(name: string): readonly (readonly [id: string, view: View])[] {
	const about = { stream: name, consumer: name, server: name, seq: 1, as: 'auto', entry: '0', form: name, change: '0' };
	const more = { level: 1, key: name, token: name, account: name, other: name };
	return Object.keys(places).map((id) => {
		const [kind, pane] = id.split('.');
		// Elsewhere a subject narrows what is shown.
		const under = kind === 'key' ? { subject: name } : {};
		return [id, { kind, ...(pane !== undefined && { pane }), ...about, ...more, ...under } as unknown as View];
	});
}
