/** Beside the formats themselves, because the command line is read before any of them is needed. */
export const exportFormatNames = ['json', 'yaml', 'terraform', 'nats', 'nack'] as const;

export type ExportFormatName = (typeof exportFormatNames)[number];
