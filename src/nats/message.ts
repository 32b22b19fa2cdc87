import type { Msg } from 'nats';
import type { MsgImpl } from 'nats/lib/src/nats-base-client.js';
import type { Message } from './link.ts';

const utf8 = new TextDecoder();
const statusLine = /^NATS\/1\.0[ \t]+(\d{3})[ \t]*(.*)$/;

/** Converts a message of the client library. Headers are parsed from the bytes, since the library groups them by name. */
export function messageOf(msg: Msg): Message {
	const { _msg, _rdata } = msg as MsgImpl;
	const block = _msg.hdr > 0 ? utf8.decode(_rdata.subarray(0, _msg.hdr)) : '';
	const status = statusLine.exec(block.split('\r\n', 1)[0] ?? '');
	return {
		subject: msg.subject,
		data: msg.data,
		headers: headersOfBlock(block),
		...(msg.reply === undefined || msg.reply === '' ? {} : { reply: msg.reply }),
		...(status ? { status: { code: Number(status[1]), description: (status[2] ?? '').trim() } } : {}),
	};
}

/** The headers of a block that begins with the `NATS/1.0` line, in its order, repeated names kept. */
export function headersOfBlock(block: string): Message['headers'] {
	return block.split('\r\n').slice(1).flatMap(headerOf);
}

function headerOf(line: string): readonly (readonly [string, string])[] {
	const colon = line.indexOf(':');
	return colon < 1 ? [] : [[line.slice(0, colon), line.slice(colon + 1).trim()]];
}
