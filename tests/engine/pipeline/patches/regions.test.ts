import { expect, test } from 'vitest'
import { openSafetensors } from '../../../../engine/checkpoint/files/safetensors.ts'
import { Graph } from '../../../../engine/onnx/graph.ts'
import { Value } from '../../../../engine/onnx/value.ts'
import { Weights } from '../../../../engine/onnx/weights.ts'
import { type Regions, regionalAttention } from '../../../../engine/pipeline/patches/regions.ts'
import type { Tensor } from '../../../../engine/tensor/tensor.ts'
import { readGolden } from '../../../goldens/read.ts'
import { goldenFile } from '../../../nodes/tiny.ts'
import { expectClose } from '../../networks/run-graph.ts'
import { sessions } from '../../runtime/shared-sessions.ts'

/** What torch makes of the steps of comfyui-tooling-nodes (tests/goldens/make/regions.py). */
const name = 'nets/regions.safetensors'
const goldens = readGolden(name)
const golden = (key: string): Tensor => goldens.get(key)!
const file = await openSafetensors(goldenFile(name).path)
const regions: Regions = {
  kind: 'regions',
  regions: [0, 1, 2].map(i => ({ mask: golden(`mask.${i}`), embedding: golden(`prompt.${i}`) })),
}
const latent = { height: 10, width: 6 }

test.each([1, 2, 4])(
  'each region follows its prompt, and what guidance compares with keeps its own (size 1/%i)',
  async factor => {
    const [q, y] = [golden(`${factor}.q`), golden(`${factor}.y`)]
    const patch = regionalAttention(regions, { name: 'patch0', latent })
    const build = () => {
      const graph = new Graph('test')
      const hooks = patch.hooks(new Weights(graph, file), latent)
      const [at, before] = [Value.input(graph, 'q', q.dims), Value.input(graph, 'y', y.dims)]
      hooks.crossAttention!(before, at, 2, { part: 'input', number: 1, layer: 0 }).output('out')
      return graph
    }
    const images = [
      { row: 0, isNegative: false },
      { row: 0, isNegative: true },
    ]
    const request = { key: JSON.stringify([patch.key, q.dims]), label: 'test', root: file.path, build }
    const { out } = await sessions.run(request, { q, y, ...patch.feeds, ...patch.imageFeeds!(images) })
    expectClose(out!, golden(`${factor}.out`), 1e-4)
  },
)

test('masks of another size than the picture are refused with both sizes', () => {
  const other = { name: 'patch0', latent: { height: 8, width: 8 } }
  expect(() => regionalAttention(regions, other)).toThrow('48×80 pixels, and the picture 64×64')
})
