/**
 * One step of DPM-Solver-1, -2 or -3 — Lu et al. 2022, arXiv:2206.00927, eq. 4.1 and algorithms 1 and 2. σ space,
 * λ = −ln σ, h = λ′ − λ, ε = (x − D)/σ.
 */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import type { Denoise } from '../sampler.ts'
import { slope } from './ode.ts'

const { exp, expm1 } = Math

export const dpmStepLines = [
  'order 1: x′ = x − σ′·(e^h − 1)·ε',
  'order 2: x₁ at λ + r₁h,          x′ = … − σ′/(2r₁)·(e^h − 1)·(ε₁ − ε)',
  'order 3: x₂ at λ + r₂h from x₁,  x′ = … − σ′/r₂·((e^h − 1)/h − 1)·(ε₂ − ε)',
]

/** A step from λ: ε there, and evaluations at shares of the step, shared between orders. */
export function dpmStep(denoise: Denoise, x: Tensor, eps: Tensor, lambda: number, next: number) {
  const h = next - lambda
  const sigmaAt = (share: number) => exp(-(lambda + share * h))
  const firstOrder = (share: number) => mix([1, x], [-sigmaAt(share) * expm1(share * h), eps])
  const epsAt = async (u: Tensor, share: number) => slope(u, await denoise(u, sigmaAt(share)), sigmaAt(share))
  const evaluations = new Map<number, Promise<Tensor>>()
  const epsAfterEuler = (share: number) => {
    const known = evaluations.get(share) ?? epsAt(firstOrder(share), share)
    evaluations.set(share, known)
    return known
  }
  const second = async (r1: number) => {
    const weight = (sigmaAt(1) / (2 * r1)) * expm1(h)
    return mix([1, firstOrder(1)], [-weight, await epsAfterEuler(r1)], [weight, eps])
  }
  const third = async () => {
    const [r1, r2] = [1 / 3, 2 / 3]
    const eps1 = await epsAfterEuler(r1)
    const w1 = sigmaAt(r2) * (r2 / r1) * (expm1(r2 * h) / (r2 * h) - 1)
    const eps2 = await epsAt(mix([1, firstOrder(r2)], [-w1, eps1], [w1, eps]), r2)
    const w2 = (sigmaAt(1) / r2) * (expm1(h) / h - 1)
    return mix([1, firstOrder(1)], [-w2, eps2], [w2, eps])
  }
  return { first: () => firstOrder(1), second, third }
}

/** The smallest positive σ: these solvers work in ln σ and stop there. */
export const lastPositive = (sigmas: Float32Array): number => (sigmas.at(-1) === 0 ? sigmas.at(-2)! : sigmas.at(-1)!)
