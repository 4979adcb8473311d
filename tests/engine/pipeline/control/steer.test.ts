import { afterAll, describe, expect, test } from 'vitest'
import { fileRef } from '../../../../engine/checkpoint/files/safetensors.ts'
import { loadControlNet } from '../../../../engine/pipeline/control/load.ts'
import { Sessions } from '../../../../engine/runtime/sessions.ts'
import { rows, stack, type Tensor } from '../../../../engine/tensor/tensor.ts'
import { readGoldenJson } from '../../../goldens/read.ts'
import { expectClose } from '../../networks/run-graph.ts'
import { denoised, hint, io, netPath, using } from './control.ts'

const sessions = new Sessions({ device: 'cpu', threads: 1 })
afterAll(() => sessions.close())
const net = await loadControlNet(await fileRef(netPath))

interface Case {
  readonly strength: number
  readonly start_percent: number
  readonly end_percent: number
  readonly sigma: number
  readonly active: boolean
  readonly denoised: string
}
const { controlnet_percent: cases } = readGoldenJson<{ controlnet_percent: Case[] }>('nets/unet_info.json')

const runsOf = (label: string): number =>
  sessions.timings.filter(timing => timing.label.startsWith(label)).reduce((n, { runs }) => n + runs, 0)
const created = (): number => sessions.timings.reduce((n, timing) => n + timing.created, 0)

describe.each(cases)('strength $strength from $start_percent to $end_percent at σ = $sigma', c => {
  test('has the same effect as in ComfyUI, and runs only where it is active', async () => {
    const before = runsOf('ControlNet 1')
    const range = { start: c.start_percent, end: c.end_percent }
    expectClose(
      await denoised(sessions, [using(net, { strength: c.strength, range })], c.sigma),
      io.get(c.denoised)!,
      1e-4,
    )
    expect(runsOf('ControlNet 1') - before).toBe(c.active ? 1 : 0)
  })
})

test('all cases together need one session for the UNet, one for the ControlNet and one for its image', () =>
  expect(created()).toBe(3))

test('a picture of another size is scaled and cropped as in ComfyUI', async () => {
  const picture = io.get('resize.hint_image_bhwc')!
  expectClose(await denoised(sessions, [using(net, { picture })], 3), io.get('resize.sigma3.denoised')!, 1e-4)
})

test('the results of two ControlNets add up', async () => {
  const chain = [using(net, { strength: 0.5 }), using(net, { strength: 0.8, picture: flipped(hint) })]
  expectClose(await denoised(sessions, chain, 3), io.get('chain.0.5_and_0.8_flipped_x.sigma3.denoised')!, 1e-4)
})

test('each image of a batch uses its own reference image, repeated from the first where there are too few', async () => {
  const x = io.get('percent.x')!
  const picture = stack([hint, flipped(hint)])
  const three = await denoised(sessions, [using(net, { picture })], 3, { x: stack([x, x, x]) })
  const alone = async (picture: Tensor) => denoised(sessions, [using(net, { picture })], 3)
  expectClose(rows(three, 0, 1), await alone(hint), 1e-4)
  expectClose(rows(three, 1, 2), await alone(flipped(hint)), 1e-4)
  expectClose(rows(three, 2, 3), await alone(hint), 1e-4)
})

/** Left becomes right. */
function flipped({ dims, data }: Tensor): Tensor {
  const [, , width = 0, channels = 0] = dims
  return {
    dims,
    data: data.map((_, i) => {
      const [c, x, row] = [i % channels, Math.floor(i / channels) % width, Math.floor(i / (channels * width))]
      return data[(row * width + (width - 1 - x)) * channels + c]!
    }),
  }
}
