import sharp from 'sharp'
import { expect, test } from 'vitest'
import { latentRgb } from '../../../engine/pipeline/vae/latent-rgb.ts'
import { zeros } from '../../../engine/tensor/tensor.ts'
import { previewer, waiting } from '../../../runtime/engine-process/previewer.ts'

const unfinished = { latent: zeros([1, 4, 8, 8]), rgb: latentRgb('sd') }
const white = { dims: [1, 8, 8, 3], data: new Float32Array(192).fill(1) }

/** `steps` unfinished latents, `apart` ms apart; decoding takes `cost` ms. @returns by step: W decoded, · by colours, or nothing */
async function shown(steps: number, cost: number, { decodes = true, apart = 1000 } = {}): Promise<string> {
  let time = 0
  const decode = async () => {
    time += cost
    return decodes ? white : null
  }
  const marks: string[] = []
  const jpegs: Uint8Array[] = []
  const preview = previewer(decode, () => time)(jpeg => jpegs.push(jpeg))
  for (let i = 0; i < steps; i++) {
    time += apart
    jpegs.length = 0
    await preview(unfinished, i + 1, steps)
    const [red] = jpegs[0] ? await sharp(jpegs[0]).raw().toBuffer() : []
    marks.push(red === undefined ? ' ' : red > 250 ? 'W' : '·')
  }
  return marks.join('')
}

test('a fast decoder makes a preview of every step', async () => {
  expect(await shown(5, 50)).toBe('WWWWW')
})

test('a slow decoder takes a tenth of the time, and its picture stays until the next one', async () => {
  expect(await shown(9, 400)).toBe('W   W   W')
})

test('where there is no decoder the colours are shown', async () => {
  expect(await shown(3, 0, { decodes: false })).toBe('···')
})

test('with few steps each has a preview, with many at most 12 a second have one', async () => {
  expect(await shown(4, 0, { decodes: false, apart: 10 })).toBe('····')
  expect(await shown(20, 0, { decodes: false, apart: 20 })).toBe('·   ·   ·   ·   ·   ')
})

test('sampling waits for the preview of a long step, and not for that of a short one', () => {
  let time = 0
  const waits = waiting(() => time)
  const after = (ms: number) => {
    time += ms
    return waits()
  }
  expect([500, 20, 20, 300].map(after)).toEqual([true, false, false, true])
})
