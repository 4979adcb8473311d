import { linksOf, type ReadyStep } from './prepare.ts'

/**
 * Finds when the results of passing steps can be dropped.
 *
 * @param passing  ids of steps
 * @returns for each step: the content keys that no step after it reads or makes
 */
export function passingKeys(steps: readonly ReadyStep[], passing: ReadonlySet<string>): readonly (readonly string[])[] {
  const keyOf = new Map(steps.map(({ step, key }) => [step.id, key]))
  const lastUse = new Map<string, number>()
  for (const [i, { step, key }] of steps.entries())
    for (const used of [key, ...linksOf(step).flatMap(from => keyOf.get(from) ?? [])]) lastUse.set(used, i)
  // Another step with the same key may not be passing.
  for (const { step, key } of steps) if (!passing.has(step.id)) lastUse.delete(key)
  const letGo: string[][] = steps.map(() => [])
  for (const [key, i] of lastUse) letGo[i]!.push(key)
  return letGo
}
