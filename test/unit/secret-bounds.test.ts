import { expect, it } from 'vitest';
import { leftOut, withoutSecrets } from '../../src/format/secret.ts';

it.each(['//a:', 'nats://10.0.0.1:4222,', '//a@', '{"token":[', 'pin '])(
	'a megabyte of %s is looked through',
	(text) => {
		const whole = text.repeat(Math.ceil(1024 ** 2 / text.length));
		expect(withoutSecrets(whole).length).toBeGreaterThan(0);
	},
);

it('a secret that is cut off in the middle is left out', () => {
	const seed = `SUA${'M'.repeat(55)}`;
	const cut = `${'x '.repeat(1000)}${seed}`.slice(0, -20);
	expect(withoutSecrets(`{"seed":"${cut.slice(-38)}`)).toBe(`{"seed":"${leftOut}"`);
});
