/** An archive that cannot be read to its end. The message is a sentence for the person. */
export class Damage extends Error {}
