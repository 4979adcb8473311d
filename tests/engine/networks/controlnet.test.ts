import { expect, test } from 'vitest'
import { controlnet, hintBlock } from '../../../engine/networks/controlnet.ts'
import { unet } from '../../../engine/networks/unet.ts'
import { map, sizeOf, type Tensor, tensor } from '../../../engine/tensor/tensor.ts'
import { readGolden } from '../../goldens/read.ts'
import { expectClose, goldenWeights, runNetwork } from './run-graph.ts'

/** A small random ControlNet, and what ComfyUI's makes of the same inputs. */
const io = readGolden('nets/controlnet_sd1.io.safetensors')
const weights = await goldenWeights('nets/controlnet_sd1.weights.safetensors', 'control_model.')
const heads = () => 4
const input = (i: string, name: string) => io.get(`${i}.${name}`)!

const moment = (i: string) => ({
  x: input(i, 'x'),
  timestep: input(i, 'timesteps'),
  context: input(i, 'context'),
})

const hintOf = (i: string): Promise<Tensor> =>
  runNetwork(weights, { picture: map(input(i, 'hint_u8'), v => v / 255) }, (w, { picture }) => hintBlock(w, picture!))

const places = [...Array.from({ length: 12 }, (_, block) => `skip.${block}`), 'middle']
const golden = (i: string, place: string) =>
  input(i, `control.${place.replace('skip', 'output').replace('middle', 'middle.0')}`)

test.each(['0', '1', '2'])('gives ComfyUI’s numbers at every block and in the middle (case %s)', async i => {
  const feeds = { ...moment(i), hint: await hintOf(i) }
  const out = await runNetwork(weights, feeds, (w, inputs) => {
    const residuals = controlnet(w, inputs as never, heads)
    const [first, ...others] = places.map(place => residuals[place]!.reshape([sizeOf(residuals[place]!.dims)]))
    return first!.concat(others, 0)
  })
  const expected = places.flatMap(place => [...golden(i, place).data])
  expectClose(out, tensor([expected.length], Float32Array.from(expected)), 1e-5)
})

test.each([
  ['0', 0.5],
  ['1', 1],
  ['2', 0.5],
])('steers the UNet (case %s, strength %d)', async (i, strength) => {
  const added = Object.fromEntries(places.map(place => [place, map(golden(i, place), v => v * strength)]))
  const base = await goldenWeights('pipelines/tiny_sd15.safetensors', 'model.diffusion_model.')
  const out = await runNetwork(base, { ...moment(i), ...added }, (w, { x, timestep, context, ...residuals }) =>
    unet(w, { x: x!, timestep: timestep!, context: context! }, heads, residuals),
  )
  expectClose(out, input(i, `unet_out.strength${strength.toFixed(1)}`), 1e-5)
})

test('a UNet without additions equals the plain UNet', async () => {
  const base = await goldenWeights('pipelines/tiny_sd15.safetensors', 'model.diffusion_model.')
  const out = await runNetwork(base, moment('0'), (w, inputs) => unet(w, inputs as never, heads, {}))
  expect(out.data).not.toEqual(input('0', 'unet_out.strength1.0').data)
  expectClose(out, input('0', 'unet_out.strength0.0'), 1e-5)
})
