import { expect, test } from 'vitest'
import { gateSubject, precisionFigures, spread } from '../../../runtime/accelerators/precision-gate.ts'
import { sessions } from '../../engine/runtime/shared-sessions.ts'

test('a way of computing is compared with Exact in whole pictures, in the decoder alone and in each network', async () => {
  const same = await precisionFigures(sessions, sessions, await gateSubject(), ['a cat'])
  // 200 dB stands for equal pictures.
  expect(same).toEqual({
    pictures: [200],
    decoded: [200],
    networks: new Map([
      ['text encoder', 0],
      ['UNet', 0],
      ['VAE decode', 0],
    ]),
  })
})

test('the median and the worst of several figures are kept', () => {
  expect(spread([40, 31, 36])).toEqual({ median: 36, worst: 31 })
})
