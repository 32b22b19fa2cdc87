/** A comment in HCL, YAML or a shell script. Names come from servers: a line break in one would begin code. */
export const commentLine = (text: string): string => `# ${text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')}`;
