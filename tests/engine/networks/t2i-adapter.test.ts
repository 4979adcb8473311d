import { expect, test } from 'vitest'
import { openSafetensors } from '../../../engine/checkpoint/files/safetensors.ts'
import { controlTensors } from '../../../engine/checkpoint/keys/control-keys.ts'
import { toPlanes } from '../../../engine/image/transform/planes.ts'
import { t2iAdapter } from '../../../engine/networks/t2i-adapter.ts'
import { map, sizeOf, tensor } from '../../../engine/tensor/tensor.ts'
import { readGolden } from '../../goldens/read.ts'
import { expectClose, goldenPath, runNetwork } from './run-graph.ts'

/** Small random T2I-Adapters in diffusers' names, and the features that diffusers finds (goldens/make/control-forms.py). */
const io = readGolden('nets/control_forms.io.safetensors')

test.each([
  ['t2i_full', ['input.2', 'input.5', 'input.8', 'input.11']],
  ['t2i_light', ['input.2', 'input.5', 'input.8', 'input.11']],
  ['t2i_xl', ['input.3', 'input.5', 'input.8', 'middle']],
])('%s gives the same features as diffusers, for these places', async (name, places) => {
  const file = await openSafetensors(goldenPath(`nets/control_${name}.weights.safetensors`))
  const picture = toPlanes(map(io.get(`${name}.picture_u8`)!, v => v / 255))
  const out = await runNetwork({ path: file.path, tensors: controlTensors(file) }, { picture }, (w, { picture }) => {
    const features = t2iAdapter(w, picture!)
    expect(Object.keys(features)).toEqual(places)
    const [first, ...others] = Object.values(features).map(feature => feature.reshape([sizeOf(feature.dims)]))
    return first!.concat(others, 0)
  })
  const expected = places.flatMap((_, i) => [...io.get(`${name}.feature.${i}`)!.data])
  expectClose(out, tensor([expected.length], Float32Array.from(expected)), 1e-5)
})
