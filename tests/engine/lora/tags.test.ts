import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseLoraTags, unreadTags } from '../../../engine/lora/tags.ts'
import { strengthAt } from '../../../engine/lora/use.ts'

const point = (strength: number, share: number) => ({ strength, share })

test.each([
  ['<lora:detail:0.8>', { name: 'detail', unet: 0.8, clip: 0.8 }],
  ['<lora:detail>', { name: 'detail', unet: 1, clip: 1 }],
  ['<lora:detail:0.8:0.5>', { name: 'detail', unet: 0.8, clip: 0.5 }],
  ['<lora:my file v1.2:-1>', { name: 'my file v1.2', unet: -1, clip: -1 }],
  ['<lora:detail:unet=0.8:te=0.5>', { name: 'detail', unet: 0.8, clip: 0.5 }],
  ['<lora:detail:te=0.5>', { name: 'detail', unet: 0.5, clip: 0.5 }],
  ['<lora:detail:unet=0.5>', { name: 'detail', unet: 0.5, clip: 1 }],
  ['<lora:detail:0.8:te=0>', { name: 'detail', unet: 0.8, clip: 0 }],
  ['<lora:detail:0,5>', { name: 'detail', unet: 0.5, clip: 0.5 }],
  ['<LORA:Detail:te=0,25:unet=1>', { name: 'Detail', unet: 1, clip: 0.25 }],
  ['<lyco:detail:0.8>', { name: 'detail', unet: 0.8, clip: 0.8 }],
  ['<lora:detail:0.5@0,-1@0.5>', { name: 'detail', unet: 0.5, clip: 0.5, curve: [point(0.5, 0), point(-1, 0.5)] }],
  ['<lora:detail:0.7@0.3>', { name: 'detail', unet: 0.7, clip: 0.7, curve: [point(0.7, 0.3)] }],
])('%s', (tag, lora) => {
  expect(parseLoraTags(`a ${tag}cat`)).toEqual({ text: 'a cat', loras: [{ written: tag, ...lora }] })
})

test.each([
  '<lora:>',
  '<lora:a:>',
  '<lora:a:strong>',
  '<lora:a:1:1:1>',
  '<lora:a:lbw=1>',
  '<lora:a:1',
  '<lora:a:1@2>',
  '<lora:a:1@-0.1>',
  '<lora:a:1@0.5,0@0.2>',
  '<lora:a:1@0@0>',
  'lora:a:1>',
  '< lora:a>',
])('%s is not a tag and stays', text => {
  expect(parseLoraTags(text)).toEqual({ text, loras: [] })
})

test('what was meant as a tag and stays in the text is listed', () => {
  const { text } = parseLoraTags('<lora:a:1> <lora:b:strong> <hypernet:c:1> <i>')
  expect(unreadTags(text)).toEqual(['<lora:b:strong>', '<hypernet:c:1>'])
})

test('a strength that changes goes straight from point to point, and stays before the first and after the last', () => {
  const curve = [point(1, 0.2), point(0, 0.6), point(0.5, 0.6)]
  expect([0, 0.2, 0.6, 1].map(share => strengthAt(curve, share))).toEqual([1, 1, 0.5, 0.5])
  expect(strengthAt(curve, 0.4)).toBeCloseTo(0.5, 12)
})

test('tags are removed and listed in their order', () => {
  const { text, loras } = parseLoraTags('<lora:a:1>x <lora:<lora:b:0.5>> y')
  expect(text).toBe('x <lora:> y')
  expect(loras.map(lora => lora.name)).toEqual(['a', 'b'])
})

test('any text is read; the rest plus the tags is the original text', () => {
  const pieces = fc.constantFrom('<lora:', 'a', ':', '0.5', '>', '<', 'te=', ' ', '1e999')
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(pieces).map(words => words.join('')),
      ),
      prompt => {
        const { text, loras } = parseLoraTags(prompt)
        if (loras.length === 0) expect(text).toBe(prompt)
        else expect(text.length).toBeLessThan(prompt.length)
        for (const { name, unet, clip } of loras) expect(name !== '' && Number.isFinite(unet + clip)).toBe(true)
      },
    ),
    { numRuns: 500 },
  )
})

test('a tag with a number that never ends stays in the text', { timeout: 20_000 }, () => {
  const prompt = `a <lora:a:${'1'.repeat(600_000)}x> <lora:a${':'.repeat(500_000)}>`
  expect(parseLoraTags(prompt)).toEqual({ text: prompt, loras: [] })
})
