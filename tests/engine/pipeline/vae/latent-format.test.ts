import { expect, test } from 'vitest'
import { latentNumbers } from '../../../../engine/checkpoint/family.ts'
import type { Model } from '../../../../engine/pipeline/types.ts'
import { latentFormat } from '../../../../engine/pipeline/vae/latent-format.ts'
import { tensor, zeros } from '../../../../engine/tensor/tensor.ts'

const file = { name: 'a.safetensors', path: '/a.safetensors', fingerprint: '1' }
const model: Model = { kind: 'model', file, loras: [], sampling: { prediction: 'eps', timesteps: 'full', zsnr: false } }
const rounded = (values: Float32Array) => [...values].map(value => Number(value.toFixed(4)) + 0)

test('most latents are multiplied by the family’s scale', () => {
  const { toModel, toVae } = latentFormat(model, { ...latentNumbers.sd, scale: 0.5 })
  const z = tensor([1, 2, 1, 1], Float32Array.of(4, -2))
  expect([...toModel(z).data]).toEqual([2, -1])
  expect(toVae(toModel(z))).toEqual(z)
})

test.each([
  ['flux', [0.1159, 1.1159], [0, 0.3611]],
  ['sd3', [0.0609, -0.9391], [0, -1.5305]],
] as const)('%s’s latents are shifted and scaled, and zeros stay zeros', (space, vae, model16) => {
  const { toModel, toVae } = latentFormat(model, latentNumbers[space])
  expect(rounded(toModel(tensor([1, 2, 1, 1], Float32Array.from(vae))).data)).toEqual(model16)
  expect(rounded(toVae(tensor([1, 2, 1, 1], Float32Array.from(model16))).data)).toEqual(vae)
  expect(toModel(zeros([1, 16, 2, 2]))).toEqual(zeros([1, 16, 2, 2]))
})

test('Playground’s latents get mean 0 and deviation ½ in each channel, and zeros stay zeros', () => {
  const { toModel, toVae } = latentFormat({ ...model, latents: 'playground-2.5' }, latentNumbers.sdxl)
  const z = tensor([1, 4, 1, 2], Float32Array.of(-1.6574, -1.6574 + 8.4927, 1.886, 0, 0, 0, 2.5155, 2.5155 - 5.2299))
  expect(rounded(toModel(z).data).filter((_, i) => i !== 3 && i !== 4 && i !== 5)).toEqual([0, 0.5, 0, 0, -0.5])
  expect(rounded(toVae(toModel(z)).data)).toEqual(rounded(z.data))
  expect(toModel(zeros([1, 4, 2, 2]))).toEqual(zeros([1, 4, 2, 2]))
})
