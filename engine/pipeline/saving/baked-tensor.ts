import type { Dtype } from '../../checkpoint/files/dtype.ts'
import { inOrderOf } from '../../checkpoint/files/order.ts'
import type { TensorInfo } from '../../checkpoint/files/safetensors.ts'
import type { Pieces } from '../../checkpoint/files/safetensors-writer.ts'
import { tensorBytes } from '../../checkpoint/files/tensor-bytes.ts'
import { changedBy, type LoraStack, strengthFeed } from '../../lora/stack.ts'
import { Graph } from '../../onnx/graph.ts'
import { type WeightFile, Weights } from '../../onnx/weights.ts'
import type { Sessions } from '../../runtime/sessions.ts'
import { sizeOf, type Tensor } from '../../tensor/tensor.ts'

/** A tensor to save. Its numbers are read or computed when they are written. */
export interface SavedTensor {
  readonly dtype: Dtype
  readonly shape: readonly number[]
  /** Little-endian, in the order of the shape. */
  bytes(): Pieces
}

/** A weight with its merges and LoRAs in it. */
export interface BakedTensor extends SavedTensor {
  /** The same as F32. */
  wide(): BakedTensor
  /** A matrix with its axes exchanged. */
  transposed(): SavedTensor
}

/** A network with its merges and LoRAs. */
export interface BakedNetwork {
  readonly weights: WeightFile
  readonly stack: LoraStack
  /** A text encoder: its changed weights are rounded as they are where it encodes. */
  readonly rounded: boolean
  readonly sessions: Sessions
}

/** A network's tensors by key. */
export type BakedTensors = ReadonlyMap<string, BakedTensor>

/**
 * The weights as the network uses them. What nothing changes stays as it is in its file, bit for bit. What a merge or a LoRA
 * changes is computed by the expression that the network's own graph has, and stored as F32, so that a saved file gives the
 * numbers of its preview (docs/decisions/saved-models.md).
 */
export function bakedTensors(network: BakedNetwork): BakedTensors {
  const { tensors } = network.weights
  const isAffected = ([key, info]: readonly [string, TensorInfo]) => isChanged(network.stack, key, info)
  const compute = computer(network, grouped([...tensors].filter(isAffected)))
  return new Map(
    [...tensors].map(([key, info]) => {
      const wide = computed(info.shape, () => compute(key))
      return [key, isAffected([key, info]) ? wide : stored(info, info.dtype === 'F32' ? undefined : wide)]
    }),
  )
}

/** Whether a LoRA or a merge changes this weight. A LoRA of strength 0 does not. */
function isChanged({ changes, strengths, merge }: LoraStack, key: string, info: TensorInfo): boolean {
  if ((changes.get(key) ?? []).some(({ lora }) => strengths[lora] !== 0)) return true
  if (!merge) return false
  const { first, second, tensors } = merge
  const isMerged = tensors.get(key)?.shape.join() === info.shape.join() && /^(F|BF)/.test(info.dtype)
  return isMerged || isChanged({ ...first, strengths }, key, info) || isChanged({ ...second, strengths }, key, info)
}

function stored(info: TensorInfo, wide?: BakedTensor): BakedTensor {
  const { dtype, shape, order = [0, 1] } = info
  const turned = { ...info, shape: shape.toReversed(), order: order.toReversed() }
  const tensor: BakedTensor = {
    dtype,
    shape,
    bytes: () => tensorBytes(info),
    wide: () => wide ?? tensor,
    transposed: () => ({ dtype, shape: turned.shape, bytes: () => tensorBytes(turned) }),
  }
  return tensor
}

function computed(shape: readonly number[], compute: () => Promise<Float32Array>): BakedTensor {
  const dtype = 'F32'
  const turned = { shape: shape.toReversed(), order: [1, 0] }
  const tensor: BakedTensor = {
    dtype,
    shape,
    bytes: () => piece(compute),
    wide: () => tensor,
    transposed: () => ({
      dtype,
      shape: turned.shape,
      bytes: () => piece(async () => inOrderOf(turned, await compute())),
    }),
  }
  return tensor
}

async function* piece(compute: () => Promise<Float32Array>): AsyncGenerator<Uint8Array> {
  const { buffer, byteOffset, byteLength } = await compute()
  yield new Uint8Array(buffer, byteOffset, byteLength)
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

/** Computes weights as F32, group by group; the last group is kept. */
function computer(network: BakedNetwork, groups: readonly (readonly string[])[]) {
  const { weights, stack, sessions } = network
  let last: { readonly keys: readonly string[]; readonly values: Readonly<Record<string, Tensor>> } | undefined
  return async (key: string): Promise<Float32Array> => {
    if (!last?.keys.includes(key)) {
      const keys = groups.find(group => group.includes(key)) ?? [key]
      const request = {
        key: JSON.stringify(['weights', weights.path, stack.key, keys]),
        label: 'merged weights',
        root: weights.path,
        brief: true,
        build: () => weightGraph(network, keys),
      }
      last = { keys, values: await sessions.runOnce(request, strengthFeed(stack)) }
    }
    return last.values[`w${last.keys.indexOf(key)}`]!.data
  }
}

function weightGraph({ weights, stack, rounded }: BakedNetwork, keys: readonly string[]): Graph {
  const graph = new Graph('weights')
  const changed = new Weights(graph, weights, changedBy(graph, stack, { rounded }))
  for (const [i, key] of keys.entries()) changed.value(key, 'float32').output(`w${i}`)
  return graph
}
