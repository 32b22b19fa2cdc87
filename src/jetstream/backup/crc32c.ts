const table = new Uint32Array(256).map((_, byte) => {
	let value = byte;
	for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
	return value >>> 0;
});

/** The Castagnoli checksum of the bytes as S2 writes it: rotated, and with a constant added. */
export function maskedCrc32c(data: Uint8Array): number {
	let crc = 0xffffffff;
	for (let at = 0; at < data.length; at += 1) {
		crc = (table[(crc ^ (data[at] as number)) & 0xff] as number) ^ (crc >>> 8);
	}
	crc = ~crc >>> 0;
	return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
