import type { SeedWidget } from '../node.ts'
import type { SeedControl } from './widget-values.ts'

/** ComfyUI draws random seeds below 2⁵⁰, which every JSON reader holds exactly. */
const randomSeeds = 2 ** 50

/**
 * The seed of the next run.
 *
 * @param random  uniform in [0, 1)
 * @returns       within the widget's range; increment and decrement stop at its ends
 */
export function nextSeed(seed: bigint, control: SeedControl, widget: SeedWidget, random: () => number): bigint {
  if (control === 'increment') return seed < widget.max ? seed + 1n : widget.max
  if (control === 'decrement') return seed > widget.min ? seed - 1n : widget.min
  if (control !== 'randomize') return seed
  const choices = Math.min(randomSeeds, Number(widget.max - widget.min) + 1)
  return widget.min + BigInt(Math.floor(random() * choices))
}
