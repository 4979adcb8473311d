import { expect, test } from 'vitest'
import { openSafetensors } from '../../../../engine/checkpoint/files/safetensors.ts'
import { depthTensors } from '../../../../engine/checkpoint/keys/depth-keys.ts'
import { depthAnything } from '../../../../engine/networks/pictures/depth-anything.ts'
import { readGolden } from '../../../goldens/read.ts'
import { expectClose, goldenPath, runNetwork } from '../run-graph.ts'

/** A small Depth Anything v2, and what transformers computes with it (tests/goldens/make/depth-anything.py). */
const io = readGolden('nets/depth_anything.io.safetensors')

test.each(['depth_anything', 'depth_anything_own'])(
  '%s gives the depth that transformers gives, for a square and for another grid',
  async name => {
    const header = await openSafetensors(goldenPath(`nets/${name}.safetensors`))
    const file = { path: header.path, tensors: depthTensors(header)! }
    for (const height of [56, 70]) {
      const depth = await runNetwork(file, { x: io.get(`${height}.x`)! }, (w, { x }) => depthAnything(w, x!))
      expectClose(depth, io.get(`${height}.depth`)!, 1e-3)
      expect(Math.max(...depth.data)).toBeGreaterThan(0.1)
    }
  },
)

test('another network is not taken for it', async () => {
  expect(depthTensors(await openSafetensors(goldenPath('pipelines/tiny_sd15.safetensors')))).toBeNull()
})
