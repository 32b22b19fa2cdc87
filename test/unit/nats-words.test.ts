import { describe, expect, it } from 'vitest';
import { requestOfNats } from '../../src/store/console/nats-words.ts';

describe('a command of the nats CLI', () => {
	it.each([
		['account info', '$JS.API.INFO'],
		['stream ls', '$JS.API.STREAM.LIST'],
		['s i LOGS', '$JS.API.STREAM.INFO.LOGS'],
		['stream purge LOGS --keep 5', '$JS.API.STREAM.PURGE.LOGS'],
		['stream rm -f LOGS', '$JS.API.STREAM.DELETE.{stream}'],
		['stream get LOGS 12', '$JS.API.STREAM.MSG.GET.LOGS {"seq":12}'],
		['stream rmm LOGS x', '$JS.API.STREAM.MSG.DELETE.LOGS'],
		['consumer ls LOGS', '$JS.API.CONSUMER.LIST.LOGS'],
		['con info LOGS reader', '$JS.API.CONSUMER.INFO.LOGS.reader'],
		['consumer info LOGS a.b', '$JS.API.CONSUMER.INFO.LOGS.{consumer}'],
		['consumer next LOGS', '$JS.API.CONSUMER.MSG.NEXT.LOGS.{consumer}'],
	])('%s is the request %s', (command, line) => {
		expect(requestOfNats(command.split(' '))?.line).toBe(line);
	});

	it.each(['', 'stream', 'stream fly', 'kv ls', 'constructor toString'])('%j is no request of the API', (command) => {
		expect(requestOfNats(command.split(' '))).toBeUndefined();
	});
});
