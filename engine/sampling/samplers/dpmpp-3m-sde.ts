/** DPM-Solver++(3M) SDE. σ space. */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { defineSampler } from '../sampler-row.ts'
import { ancestralOptions } from '../solving/ancestral-step.ts'
import { bySteps } from '../solving/by-steps.ts'

const { exp, expm1, log, sqrt } = Math

interface Past {
  readonly denoised: Tensor
  readonly h: number
}

/** φ₂·d₁ − φ₃·d₂ as far as the past allows: nothing, first differences, or second. */
function correction(denoised: Tensor, [one, two]: readonly Past[], h: number, H: number): Tensor | undefined {
  if (!one) return undefined
  const phi2 = expm1(-H) / H + 1
  const r0 = one.h / h
  const d10 = mix([1 / r0, denoised], [-1 / r0, one.denoised])
  if (!two) return mix([phi2, d10])
  const phi3 = phi2 / H - 0.5
  const r1 = two.h / h
  const d11 = mix([1 / r1, one.denoised], [-1 / r1, two.denoised])
  const second = (phi2 * r0 - phi3) / (r0 + r1)
  return mix([phi2 + second, d10], [-second, d11])
}

export const dpmpp3mSde = defineSampler({
  name: 'dpmpp_3m_sde',
  formula: {
    lines: [
      'x′ = (σ′/σ)·e^(−ηh)·x + E·D + φ₂·d₁ − φ₃·d₂ + σ′·√(1 − e^(−2ηh))·z',
      'h = ln σ − ln σ′,  H = (1 + η)·h,  E = 1 − e^(−H),  φ₂ = 1 − E/H,  φ₃ = φ₂/H − ½',
      'd₁ = d₁₀ + (d₁₀ − d₁₁)·r₀/(r₀ + r₁),  d₂ = (d₁₀ − d₁₁)/(r₀ + r₁)',
      'd₁₀ = (D − D₁)/r₀,  d₁₁ = (D₁ − D₂)/r₁,  r₀ = h₁/h,  r₁ = h₂/h',
    ],
    source: 'k-diffusion, Crowson 2023, after Lu et al. 2022, arXiv:2211.01095',
  },
  options: ancestralOptions,
  noise: 'brownian',
  // Order 3 for D, order 2 for the noise.
  order: 2,
  flow: 'scaled',
  make: ({ eta, noiseScale }) => {
    let past: Past[] = []
    return bySteps(({ x, denoised, sigma, next, noise }) => {
      if (next === 0) return denoised
      const h = log(sigma / next)
      const H = h * (1 + eta)
      x = mix([(next / sigma) * exp(-h * eta), x], [-expm1(-H), denoised])
      const higher = correction(denoised, past, h, H)
      if (higher) x = mix([1, x], [1, higher])
      past = [{ denoised, h }, ...past].slice(0, 2)
      return eta > 0 ? mix([1, x], [noiseScale * next * sqrt(-expm1(-2 * h * eta)), noise(sigma, next)]) : x
    })
  },
})

/** ComfyUI's variant with noise from the graphics card; here its noise is the CPU's too. */
export const dpmpp3mSdeGpu = defineSampler({ ...dpmpp3mSde, name: 'dpmpp_3m_sde_gpu' })
