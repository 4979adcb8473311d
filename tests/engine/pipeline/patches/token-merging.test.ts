import { expect, test } from 'vitest'
import { Graph } from '../../../../engine/onnx/graph.ts'
import { Value } from '../../../../engine/onnx/value.ts'
import { Weights } from '../../../../engine/onnx/weights.ts'
import { layersAtFullSize, tokenMerging } from '../../../../engine/pipeline/patches/token-merging.ts'
import { createSession } from '../../../../engine/runtime/session.ts'
import { torchGenerator } from '../../../../engine/tensor/random/random.ts'
import { type Tensor, tensor } from '../../../../engine/tensor/tensor.ts'

const latent = { height: 5, width: 7 }
const tokens = latent.height * latent.width

/** What the queries of x become, and what becomes of them when they are their own result. */
async function merge(x: Tensor, ratio: number) {
  const random = torchGenerator(7n)
  const patch = tokenMerging({ kind: 'token-merging', ratio }, { name: 'p', latent, random: () => random, layers: 2 })!
  const graph = new Graph('test')
  const weights = new Weights(graph, { path: '/', tensors: new Map() })
  const { queries, back } = patch.hooks(weights, latent).selfAttention!(Value.input(graph, 'x', x.dims), {
    ...{ part: 'input', number: 1, layer: 0 },
  })!
  queries.output('queries')
  back(queries).output('back')
  const session = await createSession(graph, { device: 'cpu', threads: 1, root: '/' })
  const results = await session.run({ x, ...patch.feeds })
  await session.release()
  return results as { queries: Tensor; back: Tensor }
}

/** Every 2×2 tokens point in a direction of their own, as do the tokens that belong to none, which share one. */
function alikeInCells(length: (token: number, image: number) => number): Tensor {
  const width = 7
  const data = new Float32Array(2 * tokens * width)
  for (let image = 0; image < 2; image++)
    for (let token = 0; token < tokens; token++) {
      const [row, column] = [Math.floor(token / latent.width), token % latent.width]
      const cell = row < 4 && column < 6 ? Math.floor(row / 2) * 3 + Math.floor(column / 2) : 6
      data[(image * tokens + token) * width + cell] = length(token, image)
    }
  return tensor([2, tokens, width], data)
}

test('tokens that are equal to their destination are merged without a loss, at sizes that 2 does not divide', async () => {
  const x = alikeInCells((_, image) => 1 + image)
  const { queries, back } = await merge(x, 0.5)
  expect(queries.dims).toEqual([2, tokens - 17, 7])
  expect([...back.data]).toEqual([...x.data])
})

test('a merged token gets the mean of those that are merged with it', async () => {
  const x = alikeInCells(token => 1 + (token % 2))
  const { back } = await merge(x, 18 / tokens)
  // All 18 tokens beside a destination are merged into it, so that the mean of two 1 and two 2, or of 7 in a row, stands in each cell.
  for (const [row, column] of [
    [0, 0],
    [1, 1],
    [2, 5],
  ] as const)
    expect(back.data[(row * latent.width + column) * 7 + Math.floor(row / 2) * 3 + Math.floor(column / 2)]).toBe(1.5)
})

test('at ratio 1 only the destinations are left', async () => {
  const { queries, back } = await merge(
    alikeInCells(() => 1),
    1,
  )
  expect(queries.dims).toEqual([2, 6, 7])
  expect(back.dims).toEqual([2, tokens, 7])
})

test('only self-attentions at full size count', () => {
  const attention = (block: string, layer = 0) => `${block}.transformer_blocks.${layer}.attn1.to_q.weight`
  const outer = ['input_blocks.1.1', 'input_blocks.2.1', 'output_blocks.10.1', 'output_blocks.11.1'].map(b =>
    attention(b),
  )
  const inner = ['input_blocks.4.1', 'middle_block.1', 'output_blocks.8.1'].map(block => attention(block))
  const scales = ['input_blocks.3.0.op.weight', 'output_blocks.8.2.conv.weight', 'output_blocks.5.2.conv.weight']
  expect(layersAtFullSize([...outer, ...inner, ...scales])).toBe(4)
  expect(layersAtFullSize([...scales, ...inner, attention('input_blocks.1.1', 1), attention('input_blocks.1.1')])).toBe(
    2,
  )
})
