/** Makes hostile texts from good ones: parts are changed, repeated, exchanged, cut off. Bytes are texts of Latin-1 here. */

/** Uniform in 0 … n − 1. */
export type Below = (n: number) => number

/** mulberry32 (Tommy Ettinger 2017): the same seed, the same inputs. */
export function seeded(seed: number): Below {
  let state = seed >>> 0
  return n => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n)
  }
}

/** What numbers, names and nesting are made of in any of the formats. */
const dictionary = [
  ...['0', '1', '-1', '9007199254740993', '18446744073709551616', '1e999', '-0', 'NaN', '0.5', '1_0', 'null', 'true'],
  ...[
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '<',
    '>',
    ':',
    ',',
    '.',
    '..',
    '…',
    '=',
    '"',
    "'",
    '\\',
    '/',
    '*',
    '%',
    '@',
    '|',
    '#',
  ],
  ...[' ', '\n', '\t', '\r', '\0', '\u00e9', '\ud800', '\u732b', '\u0345', '\ufeff', '$&', '__proto__', 'constructor'],
  ...[
    'embedding:',
    '<lora:',
    ':1.1)',
    '((',
    '))',
    '/*',
    '*/',
    '//',
    '\\"',
    '\\u0000',
    '"nodes":',
    '"type":',
    '"link":',
  ],
  ...['Steps: ', 'Negative prompt:', '%date:', '.seed%', ' in 5', ' by ', '&a', '*a', '<<: ', '- ', '{"a":', '["1",0]'],
]

const brackets = [
  ['[', ']'],
  ['{"a":', '}'],
  ['(', ')'],
  ['{', '}'],
] as const

/** How much a change may add: mostly little, so that most executions are quick. */
const usual = 512
const long = 4096
const longest = 200_000

/** One new input from a corpus. */
export function mutated(corpus: readonly string[], below: Below): string {
  let text = corpus[below(corpus.length)]!
  const luck = below(500)
  const limit = luck === 0 ? longest : luck < 25 ? long : usual
  const times = 1 + below(6)
  for (let time = 0; time < times; time++) text = changes[below(changes.length)]!(text, corpus, below, limit)
  return text.slice(0, longest)
}

type Change = (text: string, corpus: readonly string[], below: Below, limit: number) => string

const changes: readonly Change[] = [
  // another character
  (text, _, below) => put(text, below(text.length + 1), 1, String.fromCharCode(below(below(20) === 0 ? 65_536 : 256))),
  // a bit
  (text, _, below) => {
    const at = below(text.length + 1)
    return put(text, at, 1, String.fromCharCode((text.charCodeAt(at) || 0) ^ (1 << below(8))))
  },
  // without a part
  (text, _, below) => put(text, below(text.length + 1), 1 + below(16), ''),
  // cut off
  (text, _, below) => text.slice(0, below(text.length + 1)),
  // a word of the dictionary
  (text, _, below) => put(text, below(text.length + 1), below(4), dictionary[below(dictionary.length)]!),
  // a part of another input
  (text, corpus, below) => {
    const other = corpus[below(corpus.length)]!
    const from = below(other.length + 1)
    return put(text, below(text.length + 1), below(32), other.slice(from, from + 1 + below(64)))
  },
  // a part again and again
  (text, _, below, limit) => {
    const at = below(text.length + 1)
    const part = text.slice(at, at + 1 + below(below(4) === 0 ? 40 : 3))
    return part === '' ? text : put(text, at, 0, part.repeat(1 + below(Math.ceil(limit / part.length))))
  },
  // inside of many brackets
  (text, _, below) => {
    const times = 1 + below(below(200) === 0 ? 20_000 : 100)
    const [open, close] = brackets[below(brackets.length)]!
    return open.repeat(times) + text + close.repeat(times)
  },
  // a word of the dictionary again and again
  (text, _, below, limit) => {
    const word = dictionary[below(dictionary.length)]!
    return put(text, below(text.length + 1), 0, word.repeat(1 + below(Math.ceil(limit / word.length / 4))))
  },
]

const put = (text: string, at: number, length: number, part: string): string =>
  text.slice(0, at) + part + text.slice(at + length)
