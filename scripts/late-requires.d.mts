export function lateRequires(source: string): string;
