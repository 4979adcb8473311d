import type { TensorInfo } from '../../checkpoint/files/safetensors.ts'
import { changedBy, type LoraStack, strengthFeed } from '../../lora/stack.ts'
import { Graph } from '../../onnx/graph.ts'
import { type WeightFile, Weights } from '../../onnx/weights.ts'
import type { Sessions } from '../../runtime/sessions.ts'
import { sizeOf } from '../../tensor/tensor.ts'

/** A network with its merges and LoRAs. */
export interface BakedNetwork {
  readonly weights: WeightFile
  readonly stack: LoraStack
  /** A text encoder: its changed weights are rounded as they are where it encodes. */
  readonly rounded: boolean
  readonly sessions: Sessions
}

/** Bytes of the weights that one run computes, if they are more than one. */
const GROUP = 32 << 20

/** Keys that follow each other, as many as one run computes. */
function grouped(tensors: readonly (readonly [string, TensorInfo])[]): readonly (readonly string[])[] {
  const groups: string[][] = []
  let bytes = GROUP
  for (const [key, { shape }] of tensors) {
    bytes += 4 * sizeOf(shape)
    if (bytes <= GROUP) groups.at(-1)!.push(key)
    else {
      groups.push([key])
      bytes = 4 * sizeOf(shape)
    }
  }
  return groups
}

/**
 * Computes weights as F32: small ones group by group, of which the last is kept, large ones some rows at a time.
 *
 * @param changed  the weights that are asked for, in their order
 */
export function computer(network: BakedNetwork, changed: readonly (readonly [string, TensorInfo])[]) {
  const groups = grouped(changed)
  let last: { readonly keys: readonly string[]; readonly values: readonly Float32Array[] } | undefined
  return async function* (key: string): AsyncGenerator<Float32Array> {
    const keys = groups.find(group => group.includes(key)) ?? [key]
    const parts = keys.length === 1 ? inRows(network, key) : []
    for (const part of parts) yield (await numbersOf(part, keys))[0]!
    if (parts.length > 0) return
    if (last?.keys !== keys) last = { keys, values: await numbersOf(network, keys) }
    yield last.values[keys.indexOf(key)]!
  }
}

async function numbersOf(network: BakedNetwork, keys: readonly string[]): Promise<Float32Array[]> {
  const { weights, stack, sessions } = network
  const places = keys.map(key => weights.tensors.get(key)!.offset)
  const request = {
    key: JSON.stringify(['weights', weights.path, stack.key, keys, places]),
    label: 'merged weights',
    root: weights.path,
    brief: true,
    build: () => weightGraph(network, keys),
  }
  const values = await sessions.runOnce(request, strengthFeed(stack))
  return keys.map((_, i) => values[`w${i}`]!.data)
}

/**
 * The network with only some rows of one large weight, for each such part: the vectors of all tokens of SDXL are 253 MB, and
 * a merge of four holds several of them. Only for a weight that merges alone change, row by row.
 */
function inRows(network: BakedNetwork, key: string): BakedNetwork[] {
  const { weights, stack } = network
  const info = weights.tensors.get(key)!
  const [count = 1, ...row] = info.shape
  const rows = Math.max(1, Math.floor(GROUP / (4 * sizeOf(row))))
  if (rows >= count || !isRowByRow(stack, key, info)) return []
  return Array.from({ length: Math.ceil(count / rows) }, (_, i) => {
    const range = [i * rows, Math.min(count, (i + 1) * rows)] as const
    const tensors = new Map([[key, rowsOf(info, range)]])
    return { ...network, weights: { ...weights, tensors }, stack: rowsOfStack(stack, [key, info], range) }
  })
}

function isRowByRow({ changes, merge }: LoraStack, key: string, info: TensorInfo): boolean {
  if (changes.has(key) || info.order) return false
  if (!merge) return true
  const other = merge.tensors.get(key)
  return isRowByRow(merge.first, key, info) && (!other || isRowByRow(merge.second, key, other))
}

type Rows = readonly [from: number, to: number]

function rowsOf(info: TensorInfo, [from, to]: Rows): TensorInfo {
  const { shape, length, offset } = info
  const bytes = length / shape[0]!
  return { ...info, shape: [to - from, ...shape.slice(1)], offset: offset + from * bytes, length: (to - from) * bytes }
}

/** Of a weight of another shape nothing is merged, and nothing is left. */
function rowsOfStack(stack: LoraStack, [key, info]: readonly [string, TensorInfo], rows: Rows): LoraStack {
  const { merge } = stack
  if (!merge) return stack
  const other = merge.tensors.get(key)
  const isMerged = other?.shape.join() === info.shape.join()
  const [first, second] = [merge.first, merge.second].map(part => rowsOfStack(part, [key, info], rows))
  const tensors = new Map(isMerged ? [[key, rowsOf(other, rows)]] : [])
  return { ...stack, merge: { ...merge, first: first!, second: second!, tensors } }
}

function weightGraph({ weights, stack, rounded }: BakedNetwork, keys: readonly string[]): Graph {
  const graph = new Graph('weights')
  const changed = new Weights(graph, weights, changedBy(graph, stack, { rounded }))
  for (const [i, key] of keys.entries()) changed.value(key, 'float32').output(`w${i}`)
  return graph
}
