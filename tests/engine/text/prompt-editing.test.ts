import { expect, test } from 'vitest'
import { editStates, isDuring, parseEditing } from '../../../engine/text/prompt-editing.ts'

/** The schedule of 10 steps as the web UI lists it: until which step each text counts, that step included. */
function schedule(prompt: string): (readonly [number, string])[] {
  const { moments, textAfter } = parseEditing(prompt)
  const states = editStates(moments)
  const texts = Array.from({ length: 11 }, (_, done) => {
    const now = states.filter(({ during }) => isDuring(during, { done, of: 10 }))
    expect(now).toHaveLength(1)
    return textAfter(now[0]!.come)
  })
  return texts.flatMap((text, step) => (text === texts[step + 1] ? [] : [[step, text] as const]))
}

// The examples of AUTOMATIC1111's prompt_parser.py 1.10, and others that its grammar was asked for (lark 1.2).
test.each([
  ['test', [[10, 'test']]],
  [
    'a [b:3]',
    [
      [3, 'a '],
      [10, 'a b'],
    ],
  ],
  [
    'a [b: 3]',
    [
      [3, 'a '],
      [10, 'a b'],
    ],
  ],
  [
    'a [[[b]]:2]',
    [
      [2, 'a '],
      [10, 'a [[b]]'],
    ],
  ],
  [
    '[(a:2):3]',
    [
      [3, ''],
      [10, '(a:2)'],
    ],
  ],
  [
    'a [b : c : 1] d',
    [
      [1, 'a b  d'],
      [10, 'a  c  d'],
    ],
  ],
  [
    'a[b:[c:d:2]:1]e',
    [
      [1, 'abe'],
      [2, 'ace'],
      [10, 'ade'],
    ],
  ],
  ['a [unbalanced', [[10, 'a [unbalanced']]],
  [
    'a [b:.5] c',
    [
      [5, 'a  c'],
      [10, 'a b c'],
    ],
  ],
  [
    '((a][:b:c [d:3]',
    [
      [3, '((a][:b:c '],
      [10, '((a][:b:c d'],
    ],
  ],
  ['[a:b:c:3]', [[10, '[a:b:c:3]']]],
  [
    '[a::3]',
    [
      [3, 'a'],
      [10, ''],
    ],
  ],
  [
    '[:a:3]',
    [
      [3, ''],
      [10, 'a'],
    ],
  ],
  ['a [b (c:d:3]', [[10, 'a [b (c:d:3]']]],
  [
    '[a (b) [c]: (d:1.2):.25]x',
    [
      [2, 'a (b) [c]x'],
      [10, ' (d:1.2)x'],
    ],
  ],
  ['[a|b:c:3]', [[10, '[a|b:c:3]']]],
  ['[a:b:0]', [[10, 'b']]],
  ['[a:b:0.01]', [[10, 'b']]],
  ['[a:b:1e1]', [[10, 'a']]],
  [
    '[a:b:3 ] z',
    [
      [3, 'a z'],
      [10, 'b z'],
    ],
  ],
  [
    '[a:b:+2]',
    [
      [2, 'a'],
      [10, 'b'],
    ],
  ],
  ['\\[a:b:3]', [[10, '\\[a:b:3]']]],
  [
    '[a\\:b:c:3]',
    [
      [3, 'a\\:b'],
      [10, 'c'],
    ],
  ],
  [
    '[[a:b:2]:c:4]',
    [
      [2, 'a'],
      [4, 'b'],
      [10, 'c'],
    ],
  ],
  [
    'x [a:b:.3] y [c:d:7] z',
    [
      [3, 'x a y c z'],
      [7, 'x b y c z'],
      [10, 'x b y d z'],
    ],
  ],
  [
    'x [a:b:8] y [c:d:.5] z',
    [
      [5, 'x a y c z'],
      [8, 'x a y d z'],
      [10, 'x b y d z'],
    ],
  ],
  ['[a:b:c3]', [[10, '[a:b:c3]']]],
  [
    '[[[x:y:2]]]',
    [
      [2, '[[x]]'],
      [10, '[[y]]'],
    ],
  ],
  [
    '([a:b:3]:1.2)',
    [
      [3, '(a:1.2)'],
      [10, '(b:1.2)'],
    ],
  ],
  [
    '[a:b:3][c:d:3]',
    [
      [3, 'ac'],
      [10, 'bd'],
    ],
  ],
  ['[a)b:c:3]', [[10, '[a)b:c:3]']]],
  [
    '[] [a:b:3]',
    [
      [3, '[] a'],
      [10, '[] b'],
    ],
  ],
])('%s is scheduled as in the web UI', (prompt, expected) => {
  expect(schedule(prompt)).toEqual(expected)
})

test('tags of LoRAs and names of embeddings keep their colons', () => {
  expect(schedule('[<lora:x:0.5@0,0@1> a:embedding:y b:3]')).toEqual([
    [3, '<lora:x:0.5@0,0@1> a'],
    [10, 'embedding:y b'],
  ])
})

test.each([
  ['a [cat:dog:soon] here', ['[cat:dog:soon]']],
  ['a [cat:dog:0,5]', ['[cat:dog:0,5]']],
  ['a [cat:dog:0.5 on a mat', ['[cat:dog:0.5 on a mat']],
  ['[cat|dog:horse:0.5]', ['[cat|dog:horse:0.5]']],
  ['[dog:5', ['[dog:5']],
  [`[a:${'b'.repeat(90)}:soon]`, [`[a:${'b'.repeat(57)} …`]],
  ['[cat:dog:0.5] [cat] [like: this] (a:1.2) [scene: one', []],
])('of %s those brackets are reported that look like a change and are text', (prompt, unread) => {
  expect(parseEditing(prompt).unread).toEqual(unread)
})

test('a prompt of brackets alone is read in linear time', () => {
  const deep = '['.repeat(100_000)
  expect(parseEditing(deep).textAfter(new Set())).toBe(deep)
})
