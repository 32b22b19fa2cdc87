import * as v from 'valibot';
import type { Link } from '../nats/link.ts';
import { isPublishAck } from './publish-ack.ts';
import { subjectContains } from './subject-match.ts';

/** What a user may do on one side; `allow` left out means everything. */
export interface SubjectRules {
	readonly allow?: readonly string[] | undefined;
	readonly deny?: readonly string[] | undefined;
}

/** Which user and account the server knows this connection as. */
export interface UserInfo {
	readonly user: string;
	/** With operator mode the public key of the account. */
	readonly account: string;
	/** The account's own name, 2.12 and later. */
	readonly account_name?: string | undefined;
	/** Left out where the user may do everything. */
	readonly permissions?:
		| { readonly publish?: SubjectRules | undefined; readonly subscribe?: SubjectRules | undefined }
		| undefined;
}

const rules = v.optional(v.object({ allow: v.optional(v.array(v.string())), deny: v.optional(v.array(v.string())) }));

const userInfoReply = v.object({
	data: v.object({
		user: v.string(),
		account: v.string(),
		account_name: v.optional(v.string()),
		permissions: v.optional(v.object({ publish: rules, subscribe: rules })),
	}),
});

/**
 * Asks the server who this connection is: `$SYS.REQ.USER.INFO`, which any user of 2.10 and later may send unless
 * permissions forbid it. Undefined without a usable reply.
 */
export async function userInfo(link: Link): Promise<UserInfo | undefined> {
	const reply = await link.request('$SYS.REQ.USER.INFO', '', { isForeign: isPublishAck });
	if (!reply.ok) return undefined;
	try {
		const parsed = v.safeParse(userInfoReply, JSON.parse(new TextDecoder().decode(reply.message.data)));
		return parsed.success ? parsed.output.data : undefined;
	} catch {
		return undefined;
	}
}

/**
 * Whether the user's permissions, as far as the server returned them, allow publishing to a subject. True when they are unknown:
 * the server decides.
 */
export function mayPublish(user: UserInfo | undefined, subject: string): boolean {
	const { allow, deny } = user?.permissions?.publish ?? {};
	const within = (patterns: readonly string[]): boolean =>
		patterns.some((pattern) => subjectContains(pattern, subject));
	if (deny !== undefined && within(deny)) return false;
	return allow === undefined || allow.length === 0 || within(allow);
}
