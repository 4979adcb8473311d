/**
 * Line drawing by the extended difference of Gaussians (XDoG): white lines on black, as scribble ControlNets were trained
 * on. The paper's ink on paper is 1 − y, its ε is −threshold.
 */
import type { Formula } from '../../formula.ts'
import type { Image } from '../image.ts'
import { convolve, gaussian } from './blur.ts'
import { luminance } from './color.ts'

const k = 1.6

export const xdog: Formula = {
  lines: [
    'D = G_σ∗Y − τ·G_{1.6σ}∗Y: how much brighter a place is than its surroundings',
    'y = tanh(φ·max(0, −D − threshold))',
  ],
  source:
    'Winnemöller 2011, doi:10.1145/2024676.2024700; Winnemöller, Kyprianidis & Olsen 2012, doi:10.1016/j.cag.2012.03.004',
}

export interface LineDrawing {
  /** σ in pixels: lines of about this width are found. */
  readonly sigma: number
  /** τ: at 1 only differences count; below 1, bright places need larger differences. */
  readonly tau: number
  /** −ε: how much darker than its surroundings ink is, 0…1. */
  readonly threshold: number
  /** φ: how abruptly paper becomes ink. */
  readonly phi: number
}

const smooth = (grey: Image, sigma: number): Image => convolve(grey, gaussian(Math.ceil(3 * sigma), sigma))

/** [N, H, W, 3 or 4] → [N, H, W], 0…1 */
export function drawLines(image: Image, { sigma, tau, threshold, phi }: LineDrawing): Image {
  const grey = luminance(image)
  const { data: around } = smooth(grey, k * sigma)
  const { dims, data: here } = smooth(grey, sigma)
  return { dims, data: here.map((value, i) => Math.tanh(phi * Math.max(0, tau * around[i]! - value - threshold))) }
}
