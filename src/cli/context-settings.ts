import { type ConnectionOptions, resolveSettings } from '../nats/settings.ts';

/** A context other than the first one: of the command line only what is no server and no login concerns it. */
export function contextSettings(
	{ timeout, inboxPrefix, production }: ConnectionOptions,
	name: string,
	interactive = true,
): ReturnType<typeof resolveSettings> {
	const kept = {
		...(timeout !== undefined && { timeout }),
		...(inboxPrefix !== undefined && { inboxPrefix }),
		...(production !== undefined && { production }),
	};
	// Exported variables are meant for the first context, not for every other one.
	return resolveSettings({ ...kept, context: name, interactive }, withoutConnectionVariables(process.env), process.env);
}

const connectionVariable = /^NATS_(URL|USER|PASSWORD|TOKEN|CREDS|NKEY|JWT|SEED|CERT|KEY|CA|CONTEXT)$/;

function withoutConnectionVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	return Object.fromEntries(Object.entries(env).filter(([name]) => !connectionVariable.test(name)));
}
