import { expect, test } from 'vitest'
import { addressOf, realModels, timeOf } from '../../../renderer/trial/real-models.ts'

const [sd15, sdxl] = realModels as [(typeof realModels)[0], (typeof realModels)[0]]

test('the estimates are the times that were measured at the speed that was measured beside them', () => {
  // README.md, "Accuracy and speed": 3.7 + 10.7 + 0.3 s at 250 GFLOP/s, 88 + 144 + 5.5 s at 99 GFLOP/s.
  expect(timeOf(sd15, 1, 250e9)).toBe('15 s')
  expect(timeOf(sdxl, 1, 99e9)).toBe('4 min')
  expect(timeOf(sd15, 1, 1e12)).toBe('4 s')
  expect(timeOf(sdxl, 40, 50e9)).toBe('2.0 h')
})

test('every file has an address on huggingface.co', () => {
  expect(realModels.flatMap(({ files }) => files.map(addressOf))).toContain(
    'https://huggingface.co/ByteDance/Hyper-SD/blob/main/Hyper-SD15-1step-lora.safetensors',
  )
})
