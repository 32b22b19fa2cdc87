/** Thrown if an archive cannot be read to its end. The message is a sentence for people. */
export class Damage extends Error {}
