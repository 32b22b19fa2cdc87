/** Texts that libraries cut and measure in different ways: what names, descriptions and payloads of a corpus are made of. */
export const frameTexts = {
	plain: 'ORDERS',
	wide: '客户行为日志',
	halfWidth: 'ﾊﾝｶｸ日本語',
	hangul: '주문스트림',
	conjoining: '\u1112\u1161\u11ab\u1100\u1173\u11af',
	combining: 'acce\u0301nt\u0308\u0327',
	stacked: `z${'\u0301'.repeat(20)}algo`,
	thai: 'น้ำดื่มสำหรับ',
	devanagari: 'क्षत्रिय',
	arabic: 'طلبات العملاء',
	emoji: 'a👋🏽b👩‍👩‍👧c🇩🇪d❤️e1️⃣',
	ambiguous: '☰✓●…—°±α',
	private: '\ue0b0\ufffd',
	controls: '\u001b[31mred\u0007\u0000\u009b2J',
	bidi: '\u202egnp.exe\u2066\u200f',
	// A lone half of a surrogate pair, and marks with nothing to stand on.
	broken: '\ud83d\u0301\u200d\ufe0fx',
	long: `${'a long text with words '.repeat(12)}${'x'.repeat(300)}日本語`,
} as const;
