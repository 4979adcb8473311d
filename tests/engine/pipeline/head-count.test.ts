import { expect, test } from 'vitest'
import type { Safetensors } from '../../../engine/checkpoint/files/safetensors.ts'
import { textHeads, unetHeads } from '../../../engine/pipeline/head-count.ts'

const fileOf = (metadata: Record<string, string>, context?: number): Safetensors => {
  const name = 'input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight'
  const info = { name, dtype: 'F16', shape: [320, context!], begin: 0, end: 0, path: '/x.safetensors' } as const
  return { path: '/x.safetensors', metadata, tensors: new Map(context ? [[name, info]] : []), size: 0 } as never
}

test('SD 1.x has 8 heads at every level, other families have heads 64 wide, unless the metadata sets them', () => {
  expect([320, 1280].map(unetHeads(fileOf({}, 768)))).toEqual([8, 8])
  expect([320, 1280].map(unetHeads(fileOf({}, 2048)))).toEqual([5, 20])
  expect(unetHeads(fileOf({ 'unet.num_heads': '4' }, 2048))(32)).toBe(4)
  expect(unetHeads(fileOf({ 'unet.head_dim': '16' }, 768))(32)).toBe(2)
  expect(textHeads(fileOf({}), 768)).toBe(12)
  expect(textHeads(fileOf({ 'text.head_dim': '8' }), 24)).toBe(3)
})

test('channels that the heads do not divide are refused with the file and the missing metadata', () => {
  expect(() => textHeads(fileOf({}), 24)).toThrow(/^x\.safetensors: an attention is 24 wide.*text\.head_dim/)
  expect(() => unetHeads(fileOf({}, 2048))(32)).toThrow(/an attention is 32 wide.*unet\.num_heads/)
  expect(() => unetHeads(fileOf({ 'unet.num_heads': '3' }))(32)).toThrow('an attention is 32 wide')
})
