/**
 * DPM-Solver-1, -2 and -3 and their combination "fast" — Lu et al. 2022, arXiv:2206.00927, eq. 4.1 and algorithms 1
 * and 2, appendix D.3. σ space, λ = −ln σ, h = λ′ − λ, ε = (x − D)/σ.
 *
 *   order 1   x′ = x − σ′·(e^h − 1)·ε
 *   order 2   x₁ at λ + r₁h,             x′ = … − σ′/(2r₁)·(e^h − 1)·(ε₁ − ε)
 *   order 3   x₂ at λ + r₂h from x₁,     x′ = … − σ′/r₂·((e^h − 1)/h − 1)·(ε₂ − ε)
 */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import type { Denoise, Sampler } from '../sampler.ts'
import { slope } from './ode.ts'

const { exp, expm1, floor, log } = Math

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

/** As many evaluations as the schedule has steps, in steps of order 3 and a lower one, even in λ. A lone step goes to D. */
export const dpmFast: Sampler = async (denoise, x, _noise, { sigmas, signal, onStep }) => {
  const budget = sigmas.length - 1
  const [from, to] = [-log(sigmas[0]!), -log(lastPositive(sigmas))]
  const count = floor(budget / 3) + 1
  const threes = (n: number) => Array<number>(n).fill(3)
  const orders = budget % 3 === 0 ? [...threes(count - 2), 2, 1] : [...threes(count - 1), budget % 3]
  const lambdaAt = (i: number) => from + (i * (to - from)) / count
  for (const [i, order] of orders.entries()) {
    signal.throwIfAborted()
    const sigma = exp(-lambdaAt(i))
    const denoised = await denoise(x, sigma)
    onStep({ step: i, of: orders.length, x, denoised, sigma })
    if (to === from) return denoised
    const step = dpmStep(denoise, x, slope(x, denoised, sigma), lambdaAt(i), lambdaAt(i + 1))
    x = order === 1 ? step.first() : await (order === 2 ? step.second(1 / 2) : step.third())
  }
  return x
}
