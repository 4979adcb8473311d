import { beforeAll, expect, test } from 'vitest'
import { inOneProcess } from './one-process.ts'

const { prompt, ...workflow } = await inOneProcess('lora-strength-curve.json')

beforeAll(async () => void (await workflow.run(prompt)))

/** The shipped workflow after a drag in its curve. */
async function dragged(strength: string) {
  const [id, loader] = Object.entries(prompt).find(([, { class_type }]) => class_type === 'LoraLoaderCurve')!
  const { events, sessions } = await workflow.run({
    ...prompt,
    [id]: { ...loader, inputs: { ...loader.inputs, strength } },
  })
  return { evaluated: events.flatMap(event => (event.kind === 'node-start' ? [event.type] : [])).sort(), sessions }
}

const drawn = ['LoraLoaderCurve', 'PreviewImage', 'SamplerCustom', 'TCDModelSamplingDiscrete', 'VAEDecode']

test.each(['0@0, 1@1', '0.5@0', '1@0, 1@0.5, 0.3@0.9, 0@1'])(
  'the curve %s draws again, and loads and encodes nothing',
  async curve => {
    expect(await dragged(curve)).toEqual({ evaluated: drawn, sessions: 0 })
  },
)
