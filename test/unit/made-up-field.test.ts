import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { setAt } from '../../src/forms/draft.ts';
import { streamEdit } from '../../src/forms/open.ts';
import { formRows } from '../../src/forms/rows.ts';
import { stepsOf } from '../../src/forms/steps.ts';
import { apiMarkdown } from '../../src/jetstream/api-doc.ts';
import { differences } from '../../src/jetstream/difference.ts';
import type { TopField } from '../../src/jetstream/fields/field.ts';
import { streamFields } from '../../src/jetstream/fields/stream.ts';
import { wrongTypes } from '../../src/jetstream/fields/wrong-types.ts';
import { type NatsRequest, readNatsCommand } from '../../src/jetstream/nats-cli/read/read-command.ts';
import { terraformStream } from '../../src/jetstream/terraform.ts';
import { streamSections } from '../../src/views/detail/stream.ts';
import { natsCommand } from '../support/nats-lines.ts';
import { deckState, now, streamInfo } from '../support/state.ts';
import { streamConfigs } from '../support/stream-configs.ts';

/** A row, and nothing else anywhere. */
vi.mock(import('../../src/jetstream/fields/stream/features.ts'), async (original) => {
	const madeUp: TopField = {
		name: 'allow_time_travel',
		label: 'Allow time travel',
		help: 'Messages may be stored before they are published.',
		kind: 'flag',
		default: false,
		since: '2.15',
		group: 'features',
		flag: { name: 'allow-time-travel' },
		attribute: { name: 'allow_time_travel' },
		nack: { name: 'allowTimeTravel' },
	};
	return { streamFeatures: [...(await original()).streamFeatures, madeUp] };
});

const { features } = deckState();
const before = { name: 'LOGS', subjects: ['logs.>'] };
const after = { ...before, allow_time_travel: true };
const info = streamInfo('LOGS', { config: after });

describe('a field that a server has from tomorrow on, by its row', () => {
	it('is in the forms of streams', () => {
		const form = streamEdit({ forms: new Map() }, info);
		const rows = stepsOf(form).flatMap((_step, step) => formRows({ ...form, step }, features));
		expect(rows.find(({ path }) => path === 'allow_time_travel')).toMatchObject({
			kind: 'flag',
			label: 'Allow time travel',
			text: 'yes',
			touched: false,
		});
		const off = { ...form, draft: setAt(form.draft, 'allow_time_travel', false) };
		const changed = stepsOf(form).flatMap((_step, step) => formRows({ ...off, step }, features));
		expect(changed.find(({ path }) => path === 'allow_time_travel')).toMatchObject({ text: 'no', touched: true });
	});

	it('is in the details of a stream, under its heading', () => {
		const sections = streamSections({ info, at: now, now, features, columns: 76 });
		const facts = sections.flatMap((section) => (section.kind === 'facts' ? section.facts : []));
		expect(facts.find(({ label }) => label === 'Allow time travel')).toBeDefined();
		expect(sections.map(({ title }) => title)).not.toContain('Fields of a newer server');
	});

	it('is in differences, and judged by its type', () => {
		expect(differences(streamFields, before, after)).toMatchObject([
			{ path: 'allow_time_travel', before: 'no', after: 'yes' },
		]);
		expect(wrongTypes(streamFields, { allow_time_travel: 'yes' })).toHaveLength(1);
	});

	it('is in lines of the nats CLI, written and read back', () => {
		const read = (line = ''): NatsRequest => {
			const words = line.split(' ').slice(1);
			return readNatsCommand(words.map((text) => ({ text, bare: true }))) as NatsRequest;
		};
		const params = { stream: 'LOGS' };
		const added = natsCommand('stream.create', params, after);
		expect(added).toContain(' --allow-time-travel');
		expect(read(added?.replaceAll("'", '')).configures?.apply({})).toMatchObject(after);
		const on = natsCommand('stream.update', params, after, before);
		expect(on).toBe('nats stream edit LOGS --force --allow-time-travel');
		expect(read(on).configures?.apply(before)).toEqual(after);
		const off = natsCommand('stream.update', params, before, after);
		expect(off).toBe('nats stream edit LOGS --force --no-allow-time-travel');
		expect(read(off).configures?.apply(after)).toEqual({ ...before, allow_time_travel: false });
	});

	it('is in Terraform', () => {
		expect(terraformStream(after, features)).toMatch(/^ {2}allow_time_travel += true$/m);
		expect(terraformStream(before, features)).not.toContain('allow_time_travel');
	});

	it('is in the generated documents, and in the random configurations of tests', () => {
		expect(apiMarkdown()).toContain(
			'| `allow_time_travel` | flag | no | 2.15 | yes | Messages may be stored before they are published. |',
		);
		const values = fc.sample(
			streamConfigs('LOGS', streamFields, () => true),
			50,
		);
		expect(new Set(values.map((config) => config.allow_time_travel))).toEqual(new Set([undefined, true, false]));
	});
});
