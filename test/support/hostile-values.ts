import fc from 'fast-check';

/** What somebody who means harm, or writes in another script, puts where a name, a text or a payload is wanted. */
const pieces: readonly fc.Arbitrary<string>[] = [
	// Control characters: of ASCII, of Latin-1, and the sequences that they begin.
	fc.integer({ min: 0, max: 0x1f }).map(String.fromCharCode),
	fc.integer({ min: 0x7f, max: 0x9f }).map(String.fromCharCode),
	fc.constantFrom(
		'\u001b[2J',
		'\u001b[31;5m',
		'\u001b[?1049l',
		'\u001b[6n',
		'\u001b]0;owned\u0007',
		'\u001b]52;c;aGVsbG8=\u001b\\',
		'\u001bP+q544e\u001b\\',
		'\u001b_Gi=1\u001b\\',
		'\u009d0;x\u009c',
		'\u009b31m',
		'\u001bc',
		'\r\nover\b\b',
	),
	// What moves or hides its neighbours.
	fc.constantFrom('\u202e', '\u2066', '\u2069', '\u200e', '\u061c', '\u2028', '\u2029', '\ufeff', '\u200b', '\u2060'),
	fc.constantFrom('\u00ad', '\u180e', '\u034f', '\u3164', '\u115f', '\uffa0', '\u{e0041}', '\ufff9', '\u{1d173}'),
	fc.integer({ min: 1, max: 40 }).map((times) => `e${'\u0301'.repeat(times)}`),
	fc.constantFrom('\u0301', '\u20dd', '\u0488', '\ufe0f', '\u{e0100}', '\u1ab0', '\u0903', '\u{1171e}'),
	// Scripts and signs whose columns are hard to tell.
	fc.constantFrom('น้ำดื่ม', 'ລາວຳ', '\u0e33', '\u0eb3', 'हिन्दी', 'क्षत्रिय', 'বাংলা', 'தமிழ்', 'မြန်မာ', 'ខ្មែរ', 'བོད'),
	fc.constantFrom(
		'\u1112\u1161\u11ab',
		'\u1161',
		'\u11a8\u11a8',
		'\u1100',
		'\ud7b0',
		'\ua960',
		'한글',
		'ﾊﾝｶｸ',
		'日本語',
	),
	fc.constantFrom(
		'👩‍👩‍👧‍👦',
		'👋🏽',
		'🇩🇪',
		'🇩',
		'❤️',
		'1️⃣',
		'🏴󠁧󠁢󠁥󠁮󠁧󠁿',
		'\u{1f3fb}',
		'☰☱',
		'䷀',
		'㉈',
		'\u{1fae9}',
		'\ue0b0',
		'\u{f0000}',
	),
	fc.constantFrom('\ud83d', '\udc00', '\udc00\ud83d', '\ufffe', '\u{10ffff}', '\ufdd0', '\u0378'),
	fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }),
	fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }),
	// What other programs would act on.
	fc.constantFrom('<script>alert(1)</script>', '&amp;', '$(reboot)', '`id`', "'; rm -rf ~; '", '{{Count}}', '%s%n'),
	fc.constantFrom(
		'--server=evil',
		'-x',
		'~/x',
		'../../etc',
		'\\',
		'"',
		"'",
		'|',
		'>',
		'*',
		'$JS.API',
		'.',
		'..',
		' ',
		'\t',
	),
	// Numbers and words that are something else elsewhere.
	fc.constantFrom(
		'9223372036854775808',
		'-1',
		'NaN',
		'Infinity',
		'1e400',
		'0x10',
		'null',
		'__proto__',
		'constructor',
		'',
	),
	fc.integer({ min: 50, max: 3000 }).map((times) => 'long '.repeat(times)),
	fc.integer({ min: 2, max: 600 }).map((depth) => `${'['.repeat(depth)}${']'.repeat(depth)}`),
	fc.constantFrom('name', 'ORDERS', 'a.b.c'),
];

/** One such text. */
export const hostileText: fc.Arbitrary<string> = fc
	.array(fc.oneof(...pieces), { minLength: 1, maxLength: 4 })
	.map((some) => some.join(''));
