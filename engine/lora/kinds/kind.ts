import type { TensorInfo } from '../../checkpoint/files/safetensors.ts'
import type { Value } from '../../onnx/value.ts'

/** A layer's tensors in a LoRA file by their role, as modules.ts names them: `down`, `hada_w1_a`, `diff` … */
export type Roles = Readonly<Record<string, TensorInfo>>

/** The terms of a kind's formula. */
export interface Terms {
  /** W before this change, in the network's shape: [out, in], [out, in, k, k] or [n]. */
  readonly w: Value
  /** Strength times scale, [1]: the factor of ΔW; multiply where the tensors are still small. */
  readonly by: Value
  /** The strength alone, [1]: for kinds that need it inside their formula. */
  readonly strength: Value
  /** α as the file has it; undefined where the file has none. */
  readonly alpha: number | undefined
  readonly roles: Roles
  /** A tensor of the file in float32. */
  tensor(role: string): Value
}

/**
 * A way to store the change of a weight: W′ = W + s·scale·ΔW. ΔW is an expression of the graph, computed from the file's own
 * tensors in every run, so s stays an input and no weight is merged in advance (docs/decisions/lora-as-an-expression.md).
 */
export interface Kind {
  /** Its common name. */
  readonly title: string
  /** The roles that a layer must have; of a nested list one is enough. */
  readonly needs: readonly (string | readonly string[])[]
  /**
   * The shape of the matrix that the tensors make, [out, in·k·k], for a weight of this shape; undefined when their shapes do
   * not match each other.
   */
  makes(roles: Roles, shape: readonly number[]): Shape | undefined
  /** The factor of ΔW beside the strength: α/rank for most kinds, 1 without α. */
  scale(roles: Roles, alpha: number | undefined): number
  /** ΔW depends on W, so W must contain the changes before this one. */
  readonly readsWeight?: boolean
  /** by·ΔW, with as many values as W. */
  change(terms: Terms): Value
}

/** Rows and columns. */
export type Shape = readonly [number, number]

/** A value as a matrix: a kernel [out, in, k, k] becomes [out, in·k·k]. */
export function matrix(value: Value): Value {
  const [rows, columns] = flat(value.dims)
  return value.reshape([rows, columns])
}

/** The shape that `matrix` gives. */
export const flat = ([rows = 1, ...rest]: readonly number[]): Shape => [rows, rest.reduce((a, b) => a * b, 1)]

/** α divided by the rank; 1 without α. */
export const perRank = (alpha: number | undefined, rank: number | undefined): number =>
  alpha === undefined || rank === undefined ? 1 : alpha / rank
