import { expect, test } from 'vitest'
import { modelSampling } from '../../../engine/sampling/model-sampling.ts'
import { sample } from '../../../engine/sampling/sample.ts'
import { type Tensor, zeros } from '../../../engine/tensor/tensor.ts'

test.each(['euler', 'heun', 'uni_pc'])(
  '%s waits for what a step shows before it evaluates the model again',
  async name => {
    const order: string[] = []
    const denoise = async (x: Tensor) => {
      order.push('model')
      return zeros(x.dims)
    }
    const guided = async (x: Tensor) => ({ denoised: await denoise(x), uncond: zeros(x.dims) })
    await sample({
      denoiser: { denoise, guided },
      sampling: modelSampling({ schedule: 'linear', prediction: 'epsilon' } as never),
      sampler: { name },
      sigmas: Float32Array.of(10, 3, 1, 0),
      noise: zeros([1, 4, 2, 2]),
      latent: zeros([1, 4, 2, 2]),
      seed: 1n,
      signal: new AbortController().signal,
      async onStep({ step }) {
        order.push(`step ${step}`)
        await new Promise(resolve => setTimeout(resolve, 5))
        order.push(`shown ${step}`)
      },
    })
    const after = (word: string) => order.flatMap((each, i) => (each.startsWith(word) ? [order[i + 1] ?? 'end'] : []))
    expect(after('step')).toEqual(['shown 0', 'shown 1', 'shown 2'])
    expect(order.at(-1)).toBe('shown 2')
  },
)
