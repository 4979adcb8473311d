import type { TensorInfo } from '../checkpoint/files/safetensors.ts'
import type { Graph } from '../onnx/graph.ts'
import { Value, type Window } from '../onnx/value.ts'
import { externalValue } from '../onnx/weights.ts'
import { sizeOf } from '../tensor/tensor.ts'

/** What one LoRA adds to one weight: ΔW = scale · up · down, or up · mid · down for a convolution in CP form. */
export interface LowRank {
  /** Which entry of the `strength` input belongs to this LoRA. */
  readonly lora: number
  /** α / rank; 1 where the file has no alpha. */
  readonly scale: number
  readonly down: TensorInfo
  readonly up: TensorInfo
  readonly mid?: TensorInfo
}

/**
 * A LoRA as a branch beside W, computed at run time — Hu et al. 2021, arXiv:2106.09685, §4.1:
 *
 *   y = W·x + up · (s ⊙ (down · x))        s = strength · α/rank, a run-time input
 *
 * Several LoRAs on one weight are one branch of stacked rank, so a changed strength never needs a new session, and a second
 * LoRA costs two slightly wider products instead of two more.
 */
export class LoraBranches {
  readonly #graph: Graph
  /** The strength of each LoRA: the session's input, [1, L]. */
  readonly strength: Value
  readonly #parts: ReadonlyMap<string, readonly LowRank[]>
  readonly #scales = new Map<string, Value>()

  /**
   * @param parts  by the weight's key in the network: `….attn1.to_q.weight`
   * @param strength  the graph's input, [1, L]
   */
  constructor(graph: Graph, parts: ReadonlyMap<string, readonly LowRank[]>, strength: Value) {
    this.#graph = graph
    this.#parts = parts
    this.strength = strength
  }

  /** `y` plus the branches of the LoRAs on the weight `key` that are not merged, for the input `x`. */
  adapt(key: string, x: Value, y: Value, window?: Window): Value {
    const plain = this.#plain(key)
    const live = plain.length > 0 && !this.#isMerged(plain, positionsOf(y)) ? [plain] : []
    const cores = (this.#parts.get(key) ?? []).filter(part => part.mid).map(part => [part])
    return [...live, ...cores].reduce((sum, group) => this.#branch(group, x, sum, window), y)
  }

  /** W plus the changes that `adapt` leaves out: W + up·(s ⊙ down), for a weight that is applied to `positions` results. */
  merge(key: string, w: Value, positions: number): Value {
    const parts = this.#plain(key)
    if (parts.length === 0 || !this.#isMerged(parts, positions)) return w
    const [down, up] = this.#factors(parts, false)
    this.#graph.countMultiplyAdds(sizeOf(up.dims) * down.dims[1]!)
    return w.in('float32').add(up.mul(this.#scale(parts, false)).matmul(down).reshape(w.dims))
  }

  #plain = (key: string): LowRank[] => (this.#parts.get(key) ?? []).filter(part => !part.mid)

  /**
   * Whether the sum with the weight, in every run, needs fewer operations than the branch: 2·r·out·in instead of 2·r·(out + in)
   * for each result. Only where ONNX Runtime computes on the CPU: other devices prepare their weights once.
   */
  #isMerged(parts: readonly LowRank[], positions: number): boolean {
    const { down, up } = parts[0]!
    const [out, wide] = [up.shape[0]!, sizeOf(down.shape.slice(1))]
    return this.#graph.conditions && this.#graph.compute === 'float32' && out * wide < (out + wide) * positions
  }

  #branch(parts: readonly LowRank[], x: Value, y: Value, window?: Window): Value {
    const [first] = parts as [LowRank, ...LowRank[]]
    const image = window !== undefined
    const [down, up] = this.#factors(parts, image)
    const narrow = first.mid
      ? x.project(down).project(this.#factor(first, first.mid, true), window)
      : x.project(down, window)
    const scaled = narrow.mul(this.#scale(parts, image))
    return image ? y.add(scaled.project(up)) : y.addProduct(scaled, up)
  }

  /** The factors of several LoRAs, stacked. */
  #factors(parts: readonly LowRank[], image: boolean): [down: Value, up: Value] {
    const [downs, ups] = (['down', 'up'] as const).map(role => parts.map(part => this.#factor(part, part[role], image)))
    return [concat(downs!, 0), concat(ups!, 1)]
  }

  /** A factor in the shape that the branch uses: [a, b] beside a Linear, [a, b, k, k] beside a convolution. */
  #factor(part: LowRank, info: TensorInfo, image: boolean): Value {
    const value = externalValue(this.#graph, `lora${part.lora}/${info.name}`, info).in(this.#graph.compute)
    const [a, b, ...window] = info.shape as [number, number, ...number[]]
    if (image) return value.reshape([a, b, ...(window.length === 2 ? window : [1, 1])])
    return value.reshape([a, b * sizeOf(window)])
  }

  /** s, one entry per rank: [R] beside a Linear, [R, 1, 1] beside a convolution. */
  #scale(parts: readonly LowRank[], image: boolean): Value {
    const ranks = parts.map(part => part.down.shape[0]!)
    const key = `${image}|${parts.map((part, i) => `${part.lora}:${part.scale}:${ranks[i]}`).join()}`
    let scale = this.#scales.get(key)
    if (!scale) {
      const rank = sum(ranks)
      const spread = new Float32Array(this.strength.dims[1]! * rank)
      parts.forEach((part, i) => {
        const from = part.lora * rank + sum(ranks.slice(0, i))
        spread.fill(part.scale, from, from + ranks[i]!)
      })
      const table = Value.constant(this.#graph, spread, [this.strength.dims[1]!, rank])
      scale = this.#graph.shared(() => this.strength.matmul(table).reshape(image ? [rank, 1, 1] : [rank]))
      this.#scales.set(key, scale)
    }
    return scale
  }
}

/** The graph's input with all strengths, [1, count]. */
export const strengthInput = (graph: Graph, count: number): Value =>
  new Value(graph, graph.parameter('strength', [1, count]), [1, count])

/** Tokens or pixels of a result. */
const positionsOf = ({ dims }: Value): number => sizeOf(dims) / dims[dims.length === 4 ? 1 : dims.length - 1]!

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

function concat([first, ...rest]: readonly Value[], axis: number): Value {
  return rest.length > 0 ? first!.concat(rest, axis) : first!
}
