import type { Port } from '../node.ts'

type Named = readonly [name: string, port: Port]

/**
 * The inputs without those of groups that a node need not show: of each group it shows as many as it needs, and one more than
 * are wired.
 */
export function withoutSpare(inputs: readonly Named[], isWired: (name: string) => boolean): readonly Named[] {
  const shown = new Map<string, number>()
  for (const [name, port] of inputs) {
    if (port.kind !== 'socket' || !port.grows) continue
    const { group, at, min } = port.grows
    shown.set(group, Math.max(shown.get(group) ?? min, isWired(name) ? at + 1 : 0))
  }
  return inputs.filter(
    ([, port]) => port.kind !== 'socket' || !port.grows || port.grows.at <= shown.get(port.grows.group)!,
  )
}
