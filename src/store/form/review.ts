import { stringifyJson } from '../../format/json.ts';
import type { Dialect } from '../../jetstream/dialect.ts';
import { natsCommand } from '../../jetstream/nats-command.ts';
import { terraformConsumer, terraformStream } from '../../jetstream/terraform.ts';
import { paragraph } from '../show/confirm-lines.ts';
import { jsonViewLines } from '../show/json-lines.ts';
import type { Line } from '../show/line.ts';
import { writtenConfig } from './config.ts';
import type { Form } from './form.ts';

/** One of the texts that a form can be taken away as, whole. */
export function reviewText(form: Form): string {
	const { config } = writtenConfig(form);
	switch (form.review) {
		case 'JSON':
			return `${stringifyJson(config, 2)}\n`;
		case 'nats CLI':
			return `${natsLine(form, config) ?? ''}\n`;
		case 'Terraform':
			return form.asset === 'stream' ? terraformStream(config) : terraformConsumer(form.stream, config);
		default:
			return form.review satisfies never;
	}
}

function natsLine(form: Form, config: Readonly<Record<string, unknown>>): string | undefined {
	const before = form.info?.config;
	if (form.asset === 'stream') {
		const stream = String(config.name ?? '');
		return natsCommand(before === undefined ? 'stream.create' : 'stream.update', { stream }, config, before);
	}
	const { stream } = form;
	const consumer = String(config.durable_name ?? config.name ?? '');
	const body = { stream_name: stream, config, action: before === undefined ? 'create' : 'update' };
	return natsCommand('consumer.create', { stream, consumer }, body, before);
}

/** That text as lines for drawing. */
export function reviewLines(form: Form, dialect: Dialect, columns: number): readonly Line[] {
	if (form.review === 'JSON') return jsonViewLines(writtenConfig(form).config, columns);
	const lines = reviewText(form)
		.trimEnd()
		.split('\n')
		.flatMap((line) => (line === '' ? [[]] : paragraph(`  ${line}`, 'plain', columns, 4)));
	return dialect === 'current' ? lines : [...paragraph(`  ! ${ofToday}`, 'warn', columns, 4), [], ...lines];
}

const ofToday = 'This is for a server of today: these tools do not speak the technical preview of 2020.';
