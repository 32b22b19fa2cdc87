export function lateModules(source: string, isLate: (path: string) => boolean): string;
