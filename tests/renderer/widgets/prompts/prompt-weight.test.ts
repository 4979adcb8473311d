import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changeWeight } from '../../../../renderer/widgets/prompts/prompt-weight.ts'

/** `|` marks the cursor, two of them a selection. */
function marked(text: string) {
  const start = text.indexOf('|')
  const end = text.lastIndexOf('|')
  return { text: text.replaceAll('|', ''), start, end: end === start ? start : end - 1 }
}
const shown = ({ text, start, end }: { text: string; start: number; end: number }) =>
  `${text.slice(0, start)}|${text.slice(start, end)}|${text.slice(end)}`

describe('Ctrl+Up and Ctrl+Down in a prompt', () => {
  test.each([
    ['a red fo|x in snow', 1, 'a red (|fox|:1.05) in snow'],
    ['a (|fox|:1.05) in snow', 1, 'a (|fox|:1.1) in snow'],
    ['a (|fox|:1.05) in snow', -1, 'a |fox| in snow'],
    ['a |(fox:1.05)| in snow', 1, 'a (|fox|:1.1) in snow'],
    ['a |red fox | in snow', -1, 'a (|red fox|:0.95)  in snow'],
    ['fox|', 1, '(|fox|:1.05)'],
  ] as const)('%s', (before, direction, after) => expect(shown(changeWeight(marked(before), direction))).toBe(after))

  test('does nothing between words', () => expect(changeWeight(marked('a, | b'), 1)).toEqual(marked('a, | b')))

  test('up and then down is where it was', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/)
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), fc.nat(), (words, n) => {
        const text = words.join(' ')
        const before = { text, start: n % (text.length + 1), end: n % (text.length + 1) }
        expect(changeWeight(changeWeight(before, 1), -1).text).toBe(text)
      }),
    )
  })
})
