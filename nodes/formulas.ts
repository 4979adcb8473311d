import type { Formula } from '../graph/node.ts'

/** The equations that several nodes share, as engine/sampling/ computes them. */

/** engine/sampling/tcd.ts */
export const tcd: Formula = {
  lines: ['x̂₀ = (x − √(1−ᾱₜ)·ε) / √ᾱₜ', 'x̂ₛ = √ᾱₛ·x̂₀ + √(1−ᾱₛ)·ε,  s = ⌊(1−η)·t′⌋', 'x′ = √(ᾱ′/ᾱₛ)·x̂ₛ + √(1−ᾱ′/ᾱₛ)·z'],
  source: 'Zheng et al. 2024, arXiv:2402.19159',
}

/** engine/sampling/guidance.ts */
export const guidance: Formula = {
  lines: ['D = D_u + cfg·(D_c − D_u)', 'D_c with the prompt, D_u with the negative one'],
  source: 'Ho & Salimans 2022, arXiv:2207.12598; samplers: Karras et al. 2022, arXiv:2206.00364',
}

/** engine/sampling/guidance.ts */
export const rescaledGuidance: Formula = {
  lines: ['v′ = v_w·std(v_c)/std(v_w)', 'v″ = φ·v′ + (1 − φ)·v_w'],
  source: 'Lin et al. 2023, arXiv:2305.08891, equations 14–16',
}
