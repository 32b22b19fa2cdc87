import { parseJson, stringifyJson } from '../../src/format/json.ts';
import type { Problem } from '../../src/jetstream/problem.ts';
import { checkConsumer } from '../../src/jetstream/rules/check-consumer.ts';
import { checkStream } from '../../src/jetstream/rules/check-stream.ts';
import type { ConsumerSituation, Fault, StreamSituation } from '../../src/jetstream/rules/situation.ts';
import type { ConsumerConfig, StreamConfig } from '../../src/jetstream/wire.ts';
import type { Link } from '../../src/nats/link.ts';
import type { Config } from './configs.ts';

/** What our rules said of a configuration, and what the server did with it. */
export interface Trial {
	readonly request: 'STREAM.CREATE' | 'STREAM.UPDATE' | 'CONSUMER.CREATE' | 'CONSUMER.UPDATE';
	readonly config: Config;
	readonly faults: readonly Fault[];
	/** Undefined when the server took it. */
	readonly refusal: Problem | undefined;
	/** What the server made of it. */
	readonly reply: Config;
}

/** Asks the server past the door, which itself refuses some of what is tried. */
export async function ask(link: Link, subject: string, body: unknown): Promise<Config> {
	const reply = await link.request(`$JS.API.${subject}`, body === undefined ? '' : stringifyJson(body));
	if (!reply.ok) throw new Error(`${subject} ${stringifyJson(body)}: ${reply.problem.message}`);
	const parsed = parseJson(new TextDecoder().decode(reply.message.data));
	if (!parsed.ok) throw new Error(parsed.message);
	return parsed.value as Config;
}

function refusalOf(reply: Config, subject: string): Problem | undefined {
	const error = reply.error as { readonly err_code?: number; readonly description?: string } | undefined;
	return (
		error && {
			kind: 'api',
			subject: `$JS.API.${subject}`,
			message: error.description ?? '',
			advice: '',
			errCode: error.err_code ?? 0,
		}
	);
}

/** Tries to create a stream, or to update the one of the situation. */
export async function tryStream(link: Link, config: Config, situation: StreamSituation): Promise<Trial> {
	const { existing } = situation;
	const request = existing === undefined ? 'STREAM.CREATE' : 'STREAM.UPDATE';
	const faults = checkStream(config as StreamConfig, situation);
	const subject = `${request}.${existing?.config.name ?? String(config.name)}`;
	const reply = await ask(link, subject, config);
	return { request, config, faults, refusal: refusalOf(reply, subject), reply };
}

/** As `tryStream`. A consumer without a name gets one from the server. */
export async function tryConsumer(link: Link, config: Config, situation: ConsumerSituation): Promise<Trial> {
	const { existing, stream } = situation;
	const name = existing?.name ?? config.name ?? config.durable_name;
	const subject = `CONSUMER.CREATE.${stream.config.name}${name === undefined ? '' : `.${String(name)}`}`;
	const faults = checkConsumer(config as ConsumerConfig, situation);
	// 2.9 does not know the action: there a creation of what exists updates it.
	const action = existing === undefined ? 'create' : 'update';
	const reply = await ask(link, subject, { stream_name: stream.config.name, config, action });
	const request = existing === undefined ? 'CONSUMER.CREATE' : 'CONSUMER.UPDATE';
	return { request, config, faults, refusal: refusalOf(reply, subject), reply };
}
