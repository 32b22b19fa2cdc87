/** Whether a file was written after the last change of all that it is made of. */
export function isNewer(file: string, sources: readonly string[]): Promise<boolean>;
