import { jsonInteger } from '../json.ts'
import { inRange, typedWhole } from './numbers/number-range.ts'
import { wholeOf } from './python-values.ts'
import type { Help, WidgetBase, WidgetKind } from './widget-kind.ts'

/** A whole number of up to 64 bits with ComfyUI's control_after_generate beside it; unsigned where no range is given. */
export interface SeedWidget extends WidgetBase<'seed', bigint> {
  readonly default: bigint
  readonly min: bigint
  readonly max: bigint
  /** `false`: without the control, as ComfyUI shows what is not named seed or noise_seed. Runs leave it as it is. */
  readonly control?: false
  /** Values that stand for a random seed: a workflow runs, and is embedded, with the number that is drawn. */
  readonly drawn?: readonly bigint[]
}

type SeedOptions = Help & Partial<Pick<SeedWidget, 'min' | 'max' | 'control' | 'drawn'>>

export const seed = (options: SeedOptions = {}): SeedWidget => ({
  kind: 'seed',
  default: 0n,
  min: 0n,
  max: 2n ** 64n - 1n,
  ...options,
})

/** Whether a port is a seed that has a control. */
export const isSeed = (port: { readonly kind: string; readonly control?: false }): port is SeedWidget =>
  port.kind === 'seed' && port.control !== false

export const seedKind: WidgetKind<SeedWidget> = {
  wire: 'INT',
  initial: widget => jsonInteger(widget.default),
  read: (widget, value, refuse) => inRange(widget, wholeOf(value) ?? refuse({ expected: 'a whole number' }), refuse),
  typed: typedWhole,
  describe: ({ default: value, min, max, control = true }) => ({
    ...{ default: value, min, max },
    ...(control && { control_after_generate: true }),
  }),
  rows: widget => (isSeed(widget) ? 2 : 1),
  series: {
    given: 'numbers',
    suggest({ max }, present) {
      const first = typeof present === 'bigint' ? present : BigInt(Math.trunc(Number(present) || 0))
      return [0n, 1n, 2n, 3n].map(i => first + i).filter(each => each <= max)
    },
  },
}

/** What happens to a seed after a run. */
export type SeedControl = 'fixed' | 'increment' | 'decrement' | 'randomize'

/** ComfyUI draws random seeds below 2⁵⁰, and not below −2⁵⁰, which every JSON reader holds exactly. */
const randomSeeds = 2n ** 50n

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
  const min = widget.min < -randomSeeds ? -randomSeeds : widget.min
  const choices = Math.min(Number(randomSeeds - (min < 0n ? min : 0n)), Number(widget.max - min) + 1)
  return min + BigInt(Math.floor(random() * choices))
}
