import { expect, test } from 'vitest'
import { cfgNorm } from '../../../../engine/pipeline/guidance/cfg-norm.ts'
import { cfgZeroStar } from '../../../../engine/pipeline/guidance/cfg-zero-star.ts'
import { tensor } from '../../../../engine/tensor/tensor.ts'

const of = (...values: number[]) => tensor([1, 2, 1, 2], Float32Array.from(values))
const at = { x: of(0, 0, 0, 0), sigma: 1, cfg: 3, hasUncond: true }

test('CFG-Zero* adds (1 − α)·(cfg − 1)·D_u, where α is the share of D_u that lies along D_c', async () => {
  // ⟨c, u⟩ = 1, ‖u‖² = 2, so α is a half; D + ½·2·D_u.
  const pair = { cond: of(1, 0, 0, 0), uncond: of(1, 0, 0, 1) }
  const result = await cfgZeroStar({ kind: 'cfg-zero-star' }).after!(of(2, 2, 2, 2), pair, at)
  expect([...result.data].map(value => Number(value.toFixed(5)))).toEqual([3, 2, 2, 3])
})

test('CFGNorm shortens the pixels that guidance made longer than the positive prediction, and no others', async () => {
  // Two pixels with two channels: (3, 4) has length 5 against 2.5, (1, 0) has 1 against 2.
  const pair = { cond: of(1.5, 0, 2, 2), uncond: of(0, 0, 0, 0) }
  const result = await cfgNorm({ kind: 'cfg-norm', strength: 2 }).after!(of(3, 1, 4, 0), pair, at)
  expect([...result.data].map(value => Number(value.toFixed(5)))).toEqual([3, 2, 4, 0])
})
