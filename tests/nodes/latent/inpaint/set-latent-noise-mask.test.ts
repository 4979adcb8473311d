import { expect, test } from 'vitest'
import { tensor, zeros } from '../../../../engine/tensor/tensor.ts'
import setLatentNoiseMask from '../../../../nodes/latent/inpaint/set-latent-noise-mask.ts'
import { testContext } from '../../context.ts'

test('the mask gets a channel dimension, and the rest of the latent is kept', async () => {
  const latent = { samples: zeros([1, 4, 1, 1]), batchIndex: [2] }
  const mask = tensor([1, 1, 2], Float32Array.of(0, 1))
  const { LATENT } = await setLatentNoiseMask.run({ samples: latent, mask }, testContext())
  expect(LATENT).toEqual({ ...latent, noiseMask: tensor([1, 1, 1, 2], Float32Array.of(0, 1)) })
})
