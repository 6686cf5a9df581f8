/**
 * MD5 (RFC 1321) over messages made of short texts and earlier digests. Hashing the whole space takes some twenty
 * million digests of about a hundred bytes; here a digest goes back into the next message as words, without ever
 * becoming a text, which is several times faster than a general library. It also works where a policy forbids MD5.
 * Not for security.
 */

// floor(2^32 * |sin(i + 1)|), RFC 1321 section 3.4.
const sines = Int32Array.from([
  0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501, 0x698098d8,
  0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821, 0xf61e2562, 0xc040b340,
  0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8, 0x21e1cde6, 0xc33707d6, 0xf4d50d87,
  0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a, 0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c,
  0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70, 0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039,
  0xe6db99e5, 0x1fa27cf8, 0xc4ac5665, 0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92,
  0xffeff47d, 0x85845dd1, 0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb,
  0xeb86d391,
]);

// The two hexadecimal digits of a byte as ASCII codes, the first in the low byte.
const hexPairs = Int32Array.from({ length: 256 }, (_, byte) => {
  const [high = '', low = ''] = byte.toString(16).padStart(2, '0');
  return high.charCodeAt(0) | (low.charCodeAt(0) << 8);
});

/** 32-bit words of a digest's 32 hexadecimal digits in ASCII, the first digit in the lowest byte. */
export const hexWords = 8;

export class Md5 {
  readonly #words: Int32Array;
  readonly #state = new Int32Array(4);
  #length = 0;
  /** Words that the last message left behind. */
  #used = 0;

  /** @param maxBytes length of the longest message */
  constructor(maxBytes: number) {
    this.#words = new Int32Array(16 * ((maxBytes + 8 + 64) >>> 6));
  }

  restart(): void {
    this.#words.fill(0, 0, this.#used);
    this.#length = 0;
  }

  /** Appends ASCII text. */
  text(text: string): void {
    for (let i = 0; i < text.length; i += 1) this.byte(text.charCodeAt(i));
  }

  byte(value: number): void {
    const at = this.#length >>> 2;
    this.#words[at] = (this.#words[at] as number) | (value << (8 * (this.#length & 3)));
    this.#length += 1;
  }

  /** Appends the hexadecimal digits of an earlier digest, as `finish` left them. */
  digits(from: Int32Array, at: number): void {
    const words = this.#words;
    const first = this.#length >>> 2;
    const shift = 8 * (this.#length & 3);
    for (let i = 0; i < hexWords; i += 1) {
      const word = from[at + i] as number;
      words[first + i] = (words[first + i] as number) | (word << shift);
      if (shift > 0) words[first + i + 1] = word >>> (32 - shift);
    }
    this.#length += 4 * hexWords;
  }

  /** Writes the digits of the message's digest to `to`, from `at`. */
  finish(to: Int32Array, at: number): void {
    const bits = 8 * this.#length;
    const blocks = (this.#length + 8 + 64) >>> 6;
    this.byte(0x80);
    this.#words[16 * blocks - 2] = bits;
    this.#used = 16 * blocks;
    const state = this.#state;
    state[0] = 0x67452301;
    state[1] = 0xefcdab89;
    state[2] = 0x98badcfe;
    state[3] = 0x10325476;
    for (let block = 0; block < blocks; block += 1) compress(state, this.#words, 16 * block);
    for (let i = 0; i < 4; i += 1) {
      const word = state[i] as number;
      to[at + 2 * i] = (hexPairs[word & 255] as number) | ((hexPairs[(word >>> 8) & 255] as number) << 16);
      to[at + 2 * i + 1] =
        (hexPairs[(word >>> 16) & 255] as number) | ((hexPairs[word >>> 24] as number) << 16);
    }
  }
}

/** The digits that `finish` wrote, as text. */
export function digestText(words: Int32Array, at: number): string {
  let text = '';
  for (let i = 0; i < hexWords; i += 1) {
    const word = words[at + i] as number;
    text += String.fromCharCode(word & 255, (word >>> 8) & 255, (word >>> 16) & 255, word >>> 24);
  }
  return text;
}

/**
 * The four rounds of RFC 1321, section 3.4, on the sixteen words from `at`. Written out without calls: the engine
 * does not inline sixteen of them here, and nearly all time of an enumeration is spent in this function.
 */
function compress(state: Int32Array, words: Int32Array, at: number): void {
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  let sum = 0;
  for (let i = 0; i < 16; i += 4) {
    sum = (a + ((b & c) | (~b & d)) + (words[at + i] as number) + (sines[i] as number)) | 0;
    a = (b + ((sum << 7) | (sum >>> 25))) | 0;
    sum = (d + ((a & b) | (~a & c)) + (words[at + i + 1] as number) + (sines[i + 1] as number)) | 0;
    d = (a + ((sum << 12) | (sum >>> 20))) | 0;
    sum = (c + ((d & a) | (~d & b)) + (words[at + i + 2] as number) + (sines[i + 2] as number)) | 0;
    c = (d + ((sum << 17) | (sum >>> 15))) | 0;
    sum = (b + ((c & d) | (~c & a)) + (words[at + i + 3] as number) + (sines[i + 3] as number)) | 0;
    b = (c + ((sum << 22) | (sum >>> 10))) | 0;
  }
  for (let i = 16; i < 32; i += 4) {
    sum = (a + ((b & d) | (c & ~d)) + (words[at + ((5 * i + 1) & 15)] as number) + (sines[i] as number)) | 0;
    a = (b + ((sum << 5) | (sum >>> 27))) | 0;
    sum =
      (d + ((a & c) | (b & ~c)) + (words[at + ((5 * i + 6) & 15)] as number) + (sines[i + 1] as number)) | 0;
    d = (a + ((sum << 9) | (sum >>> 23))) | 0;
    sum =
      (c + ((d & b) | (a & ~b)) + (words[at + ((5 * i + 11) & 15)] as number) + (sines[i + 2] as number)) | 0;
    c = (d + ((sum << 14) | (sum >>> 18))) | 0;
    sum = (b + ((c & a) | (d & ~a)) + (words[at + ((5 * i) & 15)] as number) + (sines[i + 3] as number)) | 0;
    b = (c + ((sum << 20) | (sum >>> 12))) | 0;
  }
  for (let i = 32; i < 48; i += 4) {
    sum = (a + (b ^ c ^ d) + (words[at + ((3 * i + 5) & 15)] as number) + (sines[i] as number)) | 0;
    a = (b + ((sum << 4) | (sum >>> 28))) | 0;
    sum = (d + (a ^ b ^ c) + (words[at + ((3 * i + 8) & 15)] as number) + (sines[i + 1] as number)) | 0;
    d = (a + ((sum << 11) | (sum >>> 21))) | 0;
    sum = (c + (d ^ a ^ b) + (words[at + ((3 * i + 11) & 15)] as number) + (sines[i + 2] as number)) | 0;
    c = (d + ((sum << 16) | (sum >>> 16))) | 0;
    sum = (b + (c ^ d ^ a) + (words[at + ((3 * i + 14) & 15)] as number) + (sines[i + 3] as number)) | 0;
    b = (c + ((sum << 23) | (sum >>> 9))) | 0;
  }
  for (let i = 48; i < 64; i += 4) {
    sum = (a + (c ^ (b | ~d)) + (words[at + ((7 * i) & 15)] as number) + (sines[i] as number)) | 0;
    a = (b + ((sum << 6) | (sum >>> 26))) | 0;
    sum = (d + (b ^ (a | ~c)) + (words[at + ((7 * i + 7) & 15)] as number) + (sines[i + 1] as number)) | 0;
    d = (a + ((sum << 10) | (sum >>> 22))) | 0;
    sum = (c + (a ^ (d | ~b)) + (words[at + ((7 * i + 14) & 15)] as number) + (sines[i + 2] as number)) | 0;
    c = (d + ((sum << 15) | (sum >>> 17))) | 0;
    sum = (b + (d ^ (c | ~a)) + (words[at + ((7 * i + 5) & 15)] as number) + (sines[i + 3] as number)) | 0;
    b = (c + ((sum << 21) | (sum >>> 11))) | 0;
  }
  state[0] = (state[0] as number) + a;
  state[1] = (state[1] as number) + b;
  state[2] = (state[2] as number) + c;
  state[3] = (state[3] as number) + d;
}
