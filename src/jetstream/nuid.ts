import { randomInt } from 'node:crypto';

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const length = 22;

/** A new id for the chunks of an object, as long as those of the other clients. */
export const newNuid = (): string => Array.from({ length }, () => letters[randomInt(letters.length)]).join('');
