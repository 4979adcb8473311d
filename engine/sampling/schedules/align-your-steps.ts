/** Align Your Steps: schedules optimised per model (values: research.nvidia.com/labs/toronto-ai/AlignYourSteps). */
import type { Formula } from '../../formula.ts'
import { roundHalfEven } from '../../tensor/round-half-even.ts'

export const alignedSteps: Formula = {
  lines: ['11 optimised levels for 10 steps; for other numbers of steps ln σ is interpolated'],
  source: 'Sabour et al. 2024, arXiv:2404.14507',
}

const alignYourStepsTables = {
  SD1: [
    14.6146412293, 6.4745760956, 3.8636745985, 2.694615152, 1.8841921177, 1.3943805092, 0.9642583904, 0.6523686016,
    0.3977456272, 0.1515232662, 0.0291671582,
  ],
  SDXL: [
    14.6146412293, 6.3184485287, 3.7681790315, 2.1811480769, 1.3405244945, 0.8620721141, 0.5550693289, 0.3798540708,
    0.2332364134, 0.1114188177, 0.0291671582,
  ],
  SVD: [700, 54.5, 15.886, 7.977, 4.248, 1.789, 0.981, 0.403, 0.173, 0.034, 0.002],
} as const
export type AlignYourStepsModel = keyof typeof alignYourStepsTables

/** `count` values along the table, ln σ interpolated. */
export function resample(table: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const at = (i * (table.length - 1)) / (count - 1)
    const [low, w] = [Math.floor(at), at - Math.floor(at)]
    return Math.exp((1 - w) * Math.log(table[low]!) + w * Math.log(table[Math.ceil(at)]!))
  })
}

/** @param denoise  in [0, 1]; below 1 only the last round(steps·denoise) steps are kept, so it is also faster */
export function alignYourSteps(model: AlignYourStepsModel, steps: number, denoise = 1): Float32Array {
  if (denoise <= 0) return new Float32Array(0)
  const kept = denoise < 1 ? roundHalfEven(steps * denoise) : steps
  const sigmas = resample(alignYourStepsTables[model], steps + 1).slice(-(kept + 1))
  return Float32Array.of(...sigmas.slice(0, -1), 0)
}
