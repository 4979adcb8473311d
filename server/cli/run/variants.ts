import { jsonInteger } from '../../../graph/json.ts'
import { type Override, withOverrides } from '../../../graph/planning/overrides.ts'
import type { Prompt, Specs } from '../../../graph/prompt.ts'
import type { Assignment, RunArguments } from '../arguments.ts'
import { UsageError } from '../usage.ts'
import { overridesOf, seedsOf } from './overrides.ts'

/** One of the runs that `--sweep` and `--batch` ask for. */
export interface Variant {
  readonly set: readonly Assignment[]
  /** Added to every seed. */
  readonly seedOffset: number
}

/** The most runs that one command makes. */
const mostRuns = 10_000

/** Every combination of the values, the last `--sweep` fastest, and each of them as often as `--batch` says. @throws UsageError */
export function variantsOf({ sweep, batch }: Pick<RunArguments, 'sweep' | 'batch'>): readonly Variant[] {
  let combinations: readonly (readonly Assignment[])[] = [[]]
  for (const { value: written, ...place } of sweep) {
    const values = valuesOf(written)
    if (combinations.length * values.length * batch > mostRuns)
      throw new UsageError(`--sweep and --batch ask for more than ${mostRuns} runs`)
    combinations = combinations.flatMap(set => values.map(value => [...set, { ...place, value }]))
  }
  return combinations.flatMap(set => Array.from({ length: batch }, (_, seedOffset) => ({ set, seedOffset })))
}

/** `1..20`: whole numbers, upwards or downwards. Otherwise texts between commas. */
function valuesOf(written: string): readonly string[] {
  const [, from, to] = /^\s*(-?\d+)\.\.(-?\d+)\s*$/.exec(written) ?? []
  if (from === undefined || to === undefined) return written.split(',').map(value => value.trim())
  const [first, last] = [BigInt(from), BigInt(to)]
  const [step, count] = first <= last ? [1n, last - first + 1n] : [-1n, first - last + 1n]
  if (count > mostRuns) throw new UsageError(`--sweep ${written}: at most ${mostRuns} values`)
  return Array.from({ length: Number(count) }, (_, index) => String(first + step * BigInt(index)))
}

/** What a run changes: `--seed`, `--set`, then what is its own. @throws UsageError */
export function overridesFor(
  prompt: Prompt,
  specs: Specs,
  options: RunArguments,
  variant: Variant,
): readonly Override[] {
  const overrides = overridesOf(prompt, specs, { ...options, set: [...options.set, ...variant.set] })
  if (variant.seedOffset === 0) return overrides
  const seeds = seedsOf(withOverrides(prompt, overrides), specs)
  if (seeds.length === 0) throw new UsageError('--batch: no node of this workflow has a seed')
  const risen = seeds.map(({ node, input, seed }) => ({
    id: node,
    input,
    value: jsonInteger((BigInt(seed) + BigInt(variant.seedOffset)) % 2n ** 64n),
  }))
  return [...overrides, ...risen]
}
