import fc from 'fast-check'
import { expect, test } from 'vitest'
import { alphaBars } from '../../../../engine/sampling/noise-table.ts'
import { tcdClimb, tcdJump } from '../../../../engine/sampling/samplers/tcd.ts'
import { tensor } from '../../../../engine/tensor/tensor.ts'

const alphaBar = alphaBars()
const timestep = fc.integer({ min: 0, max: 999 })

/** x₀, ε and z as three unit vectors: a step's result then lists how much of each it holds. */
const [x0, eps, z] = [
  tensor([3], Float32Array.of(1, 0, 0)),
  tensor([3], Float32Array.of(0, 1, 0)),
  tensor([3], Float32Array.of(0, 0, 1)),
]

test('a step keeps unit variance: signal, old noise and fresh noise add up to one', () => {
  fc.assert(
    fc.property(timestep, timestep, (a, b) => {
      const [s, next] = [Math.min(a, b), Math.max(a, b)]
      const sigma = Math.sqrt(1 / alphaBar[next]! - 1)
      const out = tcdClimb(tcdJump(x0, eps, alphaBar[s]!), z, alphaBar[s]!, sigma)
      // Back from σ space to DDPM scaling, in which the variance is one.
      const scaled = out.data.map(value => value * Math.sqrt(alphaBar[next]!))
      expect(scaled.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 5)
      expect(scaled[0]).toBeCloseTo(Math.sqrt(alphaBar[next]!), 5)
    }),
  )
})

test('where σ′ lies below s no noise is added, instead of the root of a negative number', () => {
  const out = tcdClimb(tcdJump(x0, eps, alphaBar[519]!), z, alphaBar[519]!, 1.6679019)
  expect(out.data[2]).toBe(0)
})
