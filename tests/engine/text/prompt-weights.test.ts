import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePromptWeights } from '../../../engine/text/prompt-weights.ts'

// Expected values: ComfyUI's token_weights, followed by hand.
test.each([
  ['', []],
  ['()', []],
  ['a cat', ['a cat ×1']],
  ['[cat] BREAK <x>', ['[cat] BREAK <x> ×1']],
  ['a (red:1.5) car', ['a  ×1', 'red ×1.5', ' car ×1']],
  ['(cat)', ['cat ×1.1']],
  ['((cat))', ['cat ×1.2100000000000002']],
  ['((a:1.2) b:1.5)', ['a ×1.2', ' b ×1.5']],
  ['((a) b:1.5)', ['a ×1.6500000000000001', ' b ×1.5']],
  ['(a:b:1.2)', ['a:b ×1.2']],
  ['(a: 1.2 )', ['a ×1.2']],
  ['(a:-.5e-1)', ['a ×-0.05']],
  ['(a:1_0)', ['a ×10']],
  ['(a:)', ['a: ×1.1']],
  ['(:1.2)', [':1.2 ×1.1']],
  ['(a:1.2):1.5', ['a ×1.2', ':1.5 ×1']],
  ['(a:0x10)', ['a:0x10 ×1.1']],
  ['(a:inf)', ['a:inf ×1.1']],
  ['\\(a\\) (b\\):1.2)', ['(a)  ×1', 'b) ×1.2']],
  ['\\\\(a:2\\\\)', ['\\(a:2\\) ×1']],
  ['x (open (a:1.2) b', ['x  ×1', '(open (a:1.2) b ×1']],
  ['((a)', ['(a ×1.1']],
  ['(a (b:1.2)', ['a  ×1.2', '(b ×1.2']],
  ['a) (b) (c)', ['a) (b) (c) ×1']],
  [')( (b)', [')(  ×1', 'b ×1.1']],
])('%s', (prompt, expected) => {
  expect(parsePromptWeights(prompt).map(({ text, weight }) => `${text} ×${weight}`)).toEqual(expected)
})

const notation = fc.string({ unit: fc.constantFrom('(', ')', ':', '\\', '1', '.', 'a', ' '), maxLength: 40 })

test('any text is split into pieces with finite weights', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), notation), text => {
      for (const piece of parsePromptWeights(text)) {
        expect(piece.text).not.toBe('')
        expect(Number.isFinite(piece.weight)).toBe(true)
      }
    }),
    { numRuns: 500 },
  )
})

test('agrees with ComfyUI’s own recursion, written out', () => {
  fc.assert(
    fc.property(notation, text => {
      expect(parsePromptWeights(text)).toEqual(asComfyDoes(text))
    }),
    { numRuns: 3000 },
  )
})

test('text without parentheses stays whole, with weight 1', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1 }).filter(text => !/[()]/.test(text)),
      text => {
        expect(parsePromptWeights(text)).toEqual([{ text, weight: 1 }])
      },
    ),
  )
})

// Scanning the rest of the prompt at every parenthesis would take these past the limit of a test, recursion past the stack.
test.each([
  ['closed', `${'('.repeat(100_000)}a${')'.repeat(100_000)}`],
  ['left open', '('.repeat(300_000)],
  ['closed too often', `(a${')'.repeat(300_000)}`],
  ['half closed', `${'('.repeat(200_000)}a${')'.repeat(100_000)}`],
  ['with weights', `${'('.repeat(100_000)}a${':1.1)'.repeat(100_000)}`],
  ['side by side', '(a:1.2)'.repeat(100_000)],
])('a hundred thousand parentheses, %s, are read', (_, text) => {
  expect(parsePromptWeights(text).length).toBeGreaterThan(0)
})

/** comfy/sd1_clip.py: escape_important, parse_parentheses, token_weights, unescape_important. */
function asComfyDoes(text: string): { text: string; weight: number }[] {
  const escaped = text.replaceAll('\\)', '\0\u0001').replaceAll('\\(', '\0\u0002')
  const restored = (part: string) => part.replaceAll('\0\u0001', ')').replaceAll('\0\u0002', '(')
  return tokenWeights(escaped, 1).map(piece => ({ ...piece, text: restored(piece.text) }))
}

function tokenWeights(text: string, current: number): { text: string; weight: number }[] {
  return parseParentheses(text).flatMap(item => {
    if (item.length < 2 || !item.startsWith('(') || !item.endsWith(')')) return [{ text: item, weight: current }]
    const inner = item.slice(1, -1)
    const colon = inner.lastIndexOf(':')
    const number = /^ *(\d+\.?\d*|\.\d+) *$/.exec(inner.slice(colon + 1))
    if (colon <= 0 || !number) return tokenWeights(inner, current * 1.1)
    return tokenWeights(inner.slice(0, colon), Number(number[1]))
  })
}

function parseParentheses(text: string): string[] {
  const items: string[] = []
  let item = ''
  let level = 0
  for (const letter of text) {
    if (letter === '(' && level++ === 0) {
      if (item) items.push(item)
      item = '('
    } else if (letter === ')' && --level === 0) {
      items.push(`${item})`)
      item = ''
    } else item += letter
  }
  return item ? [...items, item] : items
}

test('a number that never ends is part of the text', { timeout: 20_000 }, () => {
  const digits = '1'.repeat(600_000)
  expect(parsePromptWeights(`(a:${digits}x)`)).toEqual([{ text: `a:${digits}x`, weight: 1.1 }])
})
