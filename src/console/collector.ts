import { mostReplies } from '../jetstream/reply-content.ts';
import type { Message } from '../nats/link.ts';
import type { ConsoleReply } from './state.ts';

/** Most bytes of the replies to one line: the oldest are dropped first. */
const mostBytes = 32 * 1024 * 1024;
/** Replies may come by the thousand: how often to update the screen. */
const tellMs = 50;

export interface Collected {
	readonly replies: readonly ConsoleReply[];
	readonly came: number;
	readonly bytes: number;
}

/** Collects messages as they come, keeps the latest, and reports them in bursts. */
export class Collector {
	readonly #tell: (collected: Collected) => void;
	readonly #begun = performance.now();
	readonly #most: number;
	#replies: ConsoleReply[] = [];
	#held = 0;
	#came = 0;
	#bytes = 0;
	#timer: NodeJS.Timeout | undefined;

	/** @param most how many are kept */
	constructor(tell: (collected: Collected) => void, most = mostReplies) {
		this.#tell = tell;
		this.#most = most;
	}

	take(message: Message): void {
		this.#came += 1;
		this.#bytes += message.data.length;
		this.#held += message.data.length;
		this.#replies.push({ number: this.#came, message, ms: performance.now() - this.#begun });
		if (this.#replies.length > this.#most * 1.1 || this.#held > mostBytes) this.#drop();
		this.#timer ??= setTimeout(() => this.flush(), tellMs);
	}

	/** Reports everything that came, now. */
	flush(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#tell(this.collected());
	}

	collected(): Collected {
		this.#drop();
		return { replies: [...this.#replies], came: this.#came, bytes: this.#bytes };
	}

	#drop(): void {
		let over = Math.max(0, this.#replies.length - this.#most);
		for (const { message } of this.#replies.slice(0, over)) this.#held -= message.data.length;
		while (this.#held > mostBytes && over < this.#replies.length - 1) {
			this.#held -= this.#replies[over]?.message.data.length ?? 0;
			over += 1;
		}
		if (over > 0) this.#replies = this.#replies.slice(over);
	}
}
