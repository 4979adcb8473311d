import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { inWords, kindNames } from '../../../engine/recognise/kind-names.ts'

const page = readFileSync(new URL('../../../docs/models.md', import.meta.url), 'utf8')

test.each(Object.values(kindNames).filter(([title]) => title !== 'Unknown'))('docs/models.md describes a %s', title => {
  expect(page).toMatch(new RegExp(`^(\\|.*\\b${title}\\b|## ${title}s)`, 'm'))
})

test('a file in a few words', () => {
  expect(inWords({ kind: 'lora', family: 'sdxl', variants: [] })).toBe('a LoRA for SDXL')
  expect(inWords({ kind: 'unet', family: 'sd1', variants: ['inpainting'] })).toBe(
    'a UNet alone for SD 1.x (inpainting)',
  )
})
