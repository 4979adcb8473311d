import type { Graph } from '../onnx/graph.ts'
import { Value, type Window } from '../onnx/value.ts'
import { externalValue, type WeightChanges, withLevels } from '../onnx/weights.ts'
import { LoraBranches, type LowRank } from './branches.ts'
import { dora } from './kinds/dora.ts'
import type { Terms } from './kinds/kind.ts'
import { kinds } from './kinds/kinds.ts'
import { windowOf } from './kinds/tucker.ts'
import type { WeightChange } from './match.ts'

/** What one of a network's LoRAs changes in one weight. */
export interface LoraChange extends Omit<WeightChange, 'key'> {
  /** The index of its strength in the `strength` input. */
  readonly lora: number
}

/**
 * A network's weights with the changes of LoRAs. Low-rank sums run as branches beside their layer; other changes are merged
 * into the weight by an expression that the graph evaluates directly before the weight is read. Both take their strengths
 * from the session's `strength` input.
 */
export class ChangedWeights implements WeightChanges {
  readonly #graph: Graph
  readonly #merged: ReadonlyMap<string, readonly LoraChange[]>
  readonly #live: ReadonlyMap<string, readonly LoraChange[]>
  readonly #branches: LoraBranches
  readonly #factors = new Map<string, Value>()

  /**
   * @param changes  by the weight's key in the network, in the order in which they are applied
   * @param strength  the graph's input with all strengths, [1, L]
   */
  constructor(graph: Graph, changes: ReadonlyMap<string, readonly LoraChange[]>, strength: Value) {
    const divided = [...changes].map(([key, all]) => [key, divide(all)] as const)
    this.#graph = graph
    this.#merged = new Map(divided.map(([key, { merged }]) => [key, merged]))
    this.#live = new Map(divided.map(([key, { live }]) => [key, live]))
    this.#branches = new LoraBranches(
      graph,
      new Map(divided.map(([key, { live }]) => [key, live.map(lowRank)])),
      strength,
    )
  }

  adapt(key: string, x: Value, y: Value, window?: Window): Value {
    return this.#branches.adapt(key, x, y, window)
  }

  merge(key: string, stored: Value, positions?: number): Value {
    const alone = positions === undefined
    const changes = [...(this.#merged.get(key) ?? []), ...(alone ? (this.#live.get(key) ?? []) : [])]
    const w =
      changes.length === 0 ? stored : changes.reduce((w, change) => this.#apply(w, change), stored.in('float32'))
    return alone ? w : this.#branches.merge(key, w, positions)
  }

  /** W′ = W + s·scale·ΔW, or DoRA's formula with ΔW. */
  #apply(w: Value, { lora, kind, scale, alpha, roles }: LoraChange): Value {
    const graph = this.#graph
    const terms: Terms = {
      w,
      by: this.#strength(lora, scale),
      strength: this.#strength(lora, 1),
      alpha,
      roles,
      tensor: role => externalValue(graph, `lora${lora}/${roles[role]!.name}`, roles[role]!, withLevels).in('float32'),
    }
    if (roles.dora_scale) return dora(kinds[kind], { ...terms, scale: Value.constant(graph, [scale], [1]) })
    return w.add(kinds[kind].change(terms).reshape(w.dims))
  }

  /** s·scale of one LoRA, [1]. */
  #strength(lora: number, scale: number): Value {
    const key = `${lora}·${scale}`
    const factor =
      this.#factors.get(key) ??
      this.#graph.shared(() =>
        this.#branches.strength
          .slice(1, lora, lora + 1)
          .reshape([1])
          .mul(scale),
      )
    this.#factors.set(key, factor)
    return factor
  }
}

/** Whether a change depends on the weight before it. */
export const readsWeight = ({ kind, roles }: Pick<LoraChange, 'kind' | 'roles'>): boolean =>
  kinds[kind].readsWeight === true || roles.dora_scale !== undefined

/**
 * Divides the changes of a weight into branches beside it and merged ones. Low-rank sums are branches, unless a later change
 * reads the weight. A core of a single pixel belongs to a matrix, so it is merged.
 */
function divide(changes: readonly LoraChange[]) {
  const reader = changes.findLastIndex(readsWeight)
  const isLive = ({ kind, roles: { mid } }: LoraChange, i: number) =>
    kind === 'low-rank' && i > reader && !(mid && windowOf(mid.shape) === 1)
  return { live: changes.filter(isLive), merged: changes.filter((change, i) => !isLive(change, i)) }
}

const lowRank = ({ lora, scale, roles: { down, up, mid } }: LoraChange): LowRank => ({
  lora,
  scale,
  down: down!,
  up: up!,
  ...(mid && { mid }),
})
