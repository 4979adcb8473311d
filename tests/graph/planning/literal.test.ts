import { describe, expect, test } from 'vitest'
import type { Json } from '../../../graph/json.ts'
import { plan } from '../../../graph/plan.ts'
import { specs } from '../specs.ts'
import { prompt, textToImage } from './prompts.ts'

describe('literals become what the widget holds', () => {
  const read = (input: string, value: Json) => {
    const { steps } = plan(textToImage({ [input]: value }), specs)
    const found = steps.find(({ id }) => id === '3')?.inputs[input]
    return found?.kind === 'value' ? found.value : undefined
  }

  test('as Python converts them', () => {
    expect(read('steps', 4.9)).toBe(4)
    expect(read('steps', ' 12 ')).toBe(12)
    expect(read('steps', true)).toBe(1)
    expect(read('cfg', '1.5e0')).toBe(1.5)
    expect(read('cfg', { __value__: 2 })).toBe(2)
    expect(read('seed', '18446744073709551615')).toBe(18446744073709551615n)
    expect(read('seed', 18446744073709551615n)).toBe(18446744073709551615n)
  })

  test('texts from numbers, toggles by truth', () => {
    const value = (type: string, input: string, literal: Json) => {
      const all = { ...prompt({ '1': [type, { [input]: literal }] }) }
      return plan(all, specs, ['1']).errors.some(({ place }) => place.input === input)
    }
    expect(value('CLIPTextEncode', 'text', 12)).toBe(false)
    expect(value('CLIPTextEncode', 'text', null)).toBe(true)
    expect(value('SamplerCustom', 'add_noise', 'false')).toBe(false)
  })
})
