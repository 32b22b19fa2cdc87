import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/commands/all.ts';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { pressKey } from '../../src/commands/dispatch.ts';
import { stringifyJson } from '../../src/format/json.ts';
import { writtenConfig } from '../../src/forms/config.ts';
import { currentForm, formPlace } from '../../src/forms/current.ts';
import { textIn, valueAt } from '../../src/forms/draft.ts';
import { currentRow, typeText } from '../../src/forms/edit.ts';
import type { Form } from '../../src/forms/form.ts';
import { openConsumerEdit, openNewConsumer, openNewStream, openStreamEdit, putForm } from '../../src/forms/open.ts';
import { consumerFields } from '../../src/jetstream/fields/consumer.ts';
import { streamFields } from '../../src/jetstream/fields/stream.ts';
import { features } from '../../src/jetstream/server-features.ts';
import type { DeckState } from '../../src/store/state.ts';
import { formView } from '../../src/views/form-view.ts';
import { lineWidth } from '../../src/views/spans.ts';
import { stillDeck, stillHost } from '../support/draw.tsx';
import { consumerInfo, sampleState, streamInfo } from '../support/state.ts';

type Opening = (state: DeckState) => Partial<DeckState>;

const creations: readonly Opening[] = [openNewStream, (state) => openNewConsumer(state, 'LOGS')];
const versions = ['2.9.10', '2.10.27', '2.15.1'];

/** Commands of forms by what they do to what is written: nothing, or something. */
const going = [
	'down',
	'up',
	'previous-step',
	'page-down',
	'page-up',
	'scroll-page-down',
	'next-text',
	'previous-text',
	'scroll-down',
	'scroll-last',
];
/** Going on from the purposes takes the one under the cursor. */
const changing = ['next-step', 'review', 'enter', 'next-value', 'previous-value', 'put-back'];

const keyOf = (name: string): string => commands.find(({ id }) => id === `form.${name}`)?.keys[0] ?? '';

type Act = { readonly key: string } | { readonly text: string };

const move = fc.constantFrom(...going.map(keyOf)).map((key): Act => ({ key }));
const change = fc.constantFrom(...changing.map(keyOf)).map((key): Act => ({ key }));
/** What people type: also what means nothing, and what means something to some field. */
const typing = fc
	.oneof(
		fc.string({ maxLength: 12 }),
		fc.constantFrom(
			'',
			'10GiB',
			'1d12h',
			'logs.>, audit.*',
			'yes',
			'{"a":',
			'-1',
			'18446744073709551615',
			'a=b',
			'1s,2s',
		),
	)
	.map((text): Act => ({ text }));

interface Written {
	readonly deck: Deck;
	readonly form: () => Form;
	/** What was typed last into each row. */
	readonly typed: ReadonlyMap<string, string>;
	readonly act: (act: Act) => void;
}

function write(opening: Opening, version: string): Written {
	const state = sampleState({ features: features(version, undefined), size: { columns: 60, rows: 16 } });
	const { deck } = stillDeck({ ...state, ...opening(state) });
	const { host } = stillHost();
	const typed = new Map<string, string>();
	const form = (): Form => {
		const there = currentForm(deck.store.getState());
		if (there === undefined) throw new Error('no form is in view');
		return there;
	};
	const act = (what: Act): void => {
		const now = deck.store.getState();
		if ('key' in what) {
			pressKey(deck, host, what.key);
		} else if (formPlace(now) === 'form-text') {
			const path = currentRow(form(), now.features)?.path ?? '';
			typed.set(path, what.text);
			deck.store.setState(putForm(now, typeText(form(), path, what.text)));
		}
		// Drawn after each: nothing that can be typed may break the picture.
		const view = formView(deck.store.getState());
		expect(view?.lines.length).toBeGreaterThan(0);
		for (const line of view?.below ?? []) expect(lineWidth(line)).toBeLessThanOrEqual(60);
	};
	return { deck, form, typed, act };
}

describe('a form, whatever keys are pressed', () => {
	test('keeps everything that was typed', () => {
		const acts = fc.array(fc.oneof(move, move, typing), { maxLength: 40 });
		fc.assert(
			fc.property(
				fc.constantFrom(...creations),
				fc.constantFrom(...versions),
				fc.nat(8),
				acts,
				(opening, version, purpose, all) => {
					const { form, typed, act } = write(opening, version);
					for (let at = 0; at < purpose; at += 1) act({ key: keyOf('down') });
					act({ key: keyOf('enter') });
					for (const each of all) act(each);
					for (const [path, text] of typed) expect(textIn(valueAt(form().draft, path)), path).toBe(text);
				},
			),
			{ numRuns: 80 },
		);
	});

	test('can be drawn and read', () => {
		const acts = fc.array(fc.oneof(move, change, change, typing), { maxLength: 60 });
		fc.assert(
			fc.property(fc.constantFrom(...creations), fc.constantFrom(...versions), acts, (opening, version, all) => {
				const { form, act } = write(opening, version);
				for (const each of all) act(each);
				expect(() => stringifyJson(writtenConfig(form()).config)).not.toThrow();
			}),
			{ numRuns: 80 },
		);
	});

	test('sends an edit that was only looked at back as it was read, letter by letter', () => {
		const anything = (names: readonly string[]) =>
			fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string({ minLength: 1 })), fc.jsonValue(), { maxKeys: 12 });
		const streams = anything(streamFields.map(({ name }) => name));
		const consumers = anything(consumerFields.map(({ name }) => name));
		const opened = fc.oneof(
			streams.map((config): readonly [object, Opening] => {
				const info = streamInfo('LOGS', { config });
				return [info.config, (state) => openStreamEdit(state, info)];
			}),
			consumers.map((config): readonly [object, Opening] => {
				const info = consumerInfo('LOGS', 'tail', { config });
				return [info.config, (state) => openConsumerEdit(state, info)];
			}),
		);
		fc.assert(
			fc.property(
				opened,
				fc.constantFrom(...versions),
				fc.array(move, { maxLength: 30 }),
				([config, opening], version, all) => {
					const { form, act } = write(opening, version);
					for (const each of all) act(each);
					expect(stringifyJson(writtenConfig(form()).config)).toBe(stringifyJson(config));
				},
			),
			{ numRuns: 100 },
		);
	});
});
