import { expect, test } from 'vitest'
import { brownianNoise } from '../../../engine/sampling/brownian-tree.ts'
import { seedSequence } from '../../../engine/sampling/seed-sequence.ts'
import { readGolden, readGoldenJson } from '../../goldens/read.ts'
import { expectClose } from './close.ts'

interface BrownianGoldens {
  brownian: {
    seed: string
    shape: number[]
    sigma_min: number
    sigma_max: number
    queries: { sigma: number; sigma_next: number; tensor: string }[]
  }[]
  seed_sequence: { entropy: string; pool_size: number; spawn_key: number[]; generate_state_4_uint32: number[] }[]
}

const goldens = readGoldenJson<BrownianGoldens>('noise.json')
const arrays = readGolden('noise.safetensors')

test('seeds are those of numpy.random.SeedSequence', () => {
  for (const g of goldens.seed_sequence) {
    const seeds = seedSequence(BigInt(g.entropy), g.spawn_key, { poolSize: g.pool_size, count: 4 })
    expect([...seeds], `entropy ${g.entropy}, key ${g.spawn_key}`).toEqual(g.generate_state_4_uint32)
  }
})

// Reference: ComfyUI's BrownianTreeNoiseSampler over torchsde 0.2.6.
test('the Brownian tree gives the noise of torchsde, whatever order it is asked in', () => {
  for (const { seed, shape, sigma_min, sigma_max, queries } of goldens.brownian) {
    const ends = Float32Array.of(sigma_max, sigma_min, 0)
    const inOrder = brownianNoise(shape, ends, BigInt(seed))
    const reversed = brownianNoise(shape, ends, BigInt(seed))
    for (const q of queries) expectClose(inOrder(q.sigma, q.sigma_next), arrays.get(q.tensor)!, 1e-6, q.tensor)
    for (const q of queries.toReversed())
      expectClose(reversed(q.sigma, q.sigma_next), arrays.get(q.tensor)!, 1e-6, q.tensor)
  }
})
