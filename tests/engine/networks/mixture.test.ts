import { expect, test } from 'vitest'
import { layerOrMixture } from '../../../engine/networks/mixture.ts'
import { feedForward } from '../../../engine/networks/unet.ts'
import type { Value } from '../../../engine/onnx/value.ts'
import type { Weights } from '../../../engine/onnx/weights.ts'
import { tensor } from '../../../engine/tensor/tensor.ts'
import { readGolden } from '../../goldens/read.ts'
import { expectClose, goldenWeights, type RunOptions, runNetwork } from './run-graph.ts'

const io = readGolden('nets/segmoe.io.safetensors')

const run = async (layer: string, k: number, options: RunOptions = {}, output: 'y' | 'shares' = 'y') => {
  const weights = await goldenWeights('nets/segmoe.weights.safetensors')
  const write = layer === 'ff' ? forward : (w: Weights, x: Value) => x.linear(w)
  return runNetwork(
    weights,
    { x: io.get(`${layer}.x`)!, count: tensor([1], Float32Array.of(k)) },
    (w, { x, count }) => {
      let shares: Value | undefined
      const y = layerOrMixture(w.at(layer), x!, write, { count: count!, chosen: (_, of) => (shares = of) })
      return output === 'y' ? y : shares!
    },
    options,
  )
}
const forward = (w: Weights, x: Value) => feedForward(w.at('net'), x)

const cases = ['attn1.to_q', 'attn2.to_k', 'ff'].flatMap(layer => [1, 2].map(k => [layer, k] as const))

test.each(cases)('%s with %i of 3 experts gives the same as SegMoE', async (layer, k) => {
  expectClose(await run(layer, k), io.get(`${layer}.top${k}.y`)!, 1e-5)
})

test.each(cases)('%s with %i of 3 experts gives the same where the graph has no conditions', async (layer, k) => {
  expectClose(await run(layer, k, { conditions: false }), io.get(`${layer}.top${k}.y`)!, 1e-5)
})

test.each(cases)('%s with %i of 3 experts chooses the same as SegMoE', async (layer, k) => {
  const { data } = await run(layer, k, {}, 'shares')
  const picked = io.get(`${layer}.top${k}.picked`)!.data
  expect([...data].map((share, i) => (share > 0 ? i : -1)).filter(i => i >= 0)).toEqual([...picked].sort())
  expect([...data].reduce((a, b) => a + b)).toBeCloseTo(1, 5)
})
