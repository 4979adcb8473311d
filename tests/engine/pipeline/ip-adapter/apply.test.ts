import { describe, expect, test } from 'vitest'
import { projectPictures } from '../../../../engine/pipeline/ip-adapter/embeds.ts'
import { expectClose } from '../../networks/run-graph.ts'
import { sessions } from '../../runtime/shared-sessions.ts'
import { openAdapter, predict, tinyModel, withPicture } from './ip-adapter.ts'

const created = (): number => sessions.timings.reduce((n, timing) => n + timing.created, 0)
const runs = (label: string): number => sessions.timings.find(timing => timing.label === label)?.runs ?? 0

describe.each(['plain', 'plus'] as const)('an IP-Adapter (%s)', kind => {
  test('makes the tokens of a picture that the reference makes', async () => {
    const { io, adapter, seen } = await openAdapter(kind)
    expectClose(await projectPictures(adapter, seen, sessions), io.get('image_tokens')!, 1e-4)
  })

  test('changes what the UNet predicts as the reference does; at 0 nothing, bit for bit; moving the weight makes nothing new', async () => {
    const { io, adapter, seen } = await openAdapter(kind)
    const at = { x: io.get('x')!, context: io.get('context')!, timestep: io.get('timesteps')! }
    const plain = await predict(tinyModel, at)
    expectClose(plain, io.get('out_without')!, 1e-4)
    const drawn = (weight: number) => withPicture(adapter, seen, { weight }).then(model => predict(model, at))
    expectClose(await drawn(1), io.get('out.scale1.0')!, 1e-4)
    const before = [created(), runs('IP-Adapter')]
    expectClose(await drawn(0.6), io.get('out.scale0.6')!, 1e-4)
    expect((await drawn(0)).data).toEqual(plain.data)
    expect([created(), runs('IP-Adapter')]).toEqual(before)
  })
})
