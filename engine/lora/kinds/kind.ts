import type { TensorInfo } from '../../checkpoint/files/safetensors.ts'
import type { Value } from '../../onnx/value.ts'

/** A layer's tensors in a LoRA file by their role, as checkpoint/lora.ts names them: `down`, `hada_w1_a`, `diff` … */
export type Roles = Readonly<Record<string, TensorInfo>>

/** What a kind's formula is written in. */
export interface Terms {
  /** W before this change, as the network has it: [out, in], [out, in, k, k] or [n]. */
  readonly w: Value
  /** Strength times scale, [1]: what ΔW is multiplied by, best where it is still small. */
  readonly by: Value
  /** The strength alone, [1]: for kinds that need it inside their formula. */
  readonly strength: Value
  /** α as it is in the file; absent where the file has none. */
  readonly alpha: number | undefined
  readonly roles: Roles
  /** A tensor of the file in float32. */
  tensor(role: string): Value
}

/**
 * A way of saying in a file how a weight changes: W′ = W + s·scale·ΔW. ΔW is an expression of the graph, made from the
 * file's own tensors in every run, so s stays an input and nothing is merged beforehand (docs/decisions/lora-as-an-expression.md).
 */
export interface Kind {
  /** What people call it. */
  readonly title: string
  /** The roles without which the layer is incomplete; of a nested list one is enough. */
  readonly needs: readonly (string | readonly string[])[]
  /**
   * The matrix that the tensors make, [out, in·k·k], where a weight of this shape is expected; nothing when they do not go
   * together.
   */
  makes(roles: Roles, shape: readonly number[]): Shape | undefined
  /** What the file's ΔW is multiplied by beside the strength: α/rank as a rule, 1 without an α. */
  scale(roles: Roles, alpha: number | undefined): number
  /** ΔW depends on W, so what was applied before this must be in W already. */
  readonly readsWeight?: boolean
  /** by·ΔW, of as many numbers as W. */
  change(terms: Terms): Value
}

/** Rows and columns. */
export type Shape = readonly [number, number]

/** Rows by everything else: a kernel [out, in, k, k] is a matrix [out, in·k·k]. */
export function matrix(value: Value): Value {
  const [rows, columns] = flat(value.dims)
  return value.reshape([rows, columns])
}

/** A shape as `matrix` has it. */
export const flat = ([rows = 1, ...rest]: readonly number[]): Shape => [rows, rest.reduce((a, b) => a * b, 1)]

/** α over this many ranks. */
export const perRank = (alpha: number | undefined, rank: number | undefined): number =>
  alpha === undefined || rank === undefined ? 1 : alpha / rank
