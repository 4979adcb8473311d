import type { Dtype, TensorInfo, Tensors } from '../checkpoint/files/safetensors.ts'
import { CheckpointError } from '../errors.ts'
import { sizeOf } from '../tensor/tensor.ts'
import type { Graph } from './graph.ts'
import { type ElementType, externalRoot } from './messages.ts'
import { Value, type Window } from './value.ts'

/** A network's tensors in a file, without the file's own prefix. */
export interface WeightFile {
  /** Absolute. */
  readonly path: string
  /** By key: `input_blocks.0.0.weight`. */
  readonly tensors: Tensors
}

/** Changes of weights between their file and the network: LoRAs. */
export interface WeightChanges {
  /** `y`, the result of a layer for `x`, plus the branches beside the weight `key`, where `merge` left them out. */
  adapt(key: string, x: Value, y: Value, window?: Window): Value
  /**
   * The weight `key` with its changes merged, in float32; of a layer that `adapt` changes, without those that it adds.
   *
   * @param positions  to how many results that layer applies it; absent: no such layer
   */
  merge?(key: string, stored: Value, positions?: number): Value
}

const elementTypes: Partial<Record<Dtype, ElementType>> = {
  F64: 'float64',
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
  F8_E4M3: 'float8e4m3fn',
  F8_E5M2: 'float8e5m2',
}
/** Also for whole numbers that a LoRA scales. */
export const withLevels: typeof elementTypes = { ...elementTypes, U8: 'uint8' }

/**
 * A checkpoint seen through a key prefix: `w.at('in_layers.0')` is `….in_layers.0.weight` and its siblings.
 * The checkpoint's own layout is the structure; there is no second description of the model.
 */
export class Weights {
  readonly graph: Graph
  readonly path: string
  readonly #file: WeightFile
  readonly #changes: WeightChanges | undefined

  constructor(graph: Graph, file: WeightFile, changes?: WeightChanges, path = '') {
    this.graph = graph
    this.path = path
    this.#file = file
    this.#changes = changes
  }

  at(path: string | number): Weights {
    return new Weights(this.graph, this.#file, this.#changes, this.#key(String(path)))
  }

  /** Whether a tensor has this name or a name below it. */
  has(name: string): boolean {
    const key = this.#key(name)
    return this.#file.tensors.has(key) || prefixes(this.#file).has(key)
  }

  /** The children `0`, `1`, `2` … without gaps. */
  list(): Weights[] {
    const children: Weights[] = []
    while (this.has(String(children.length))) children.push(this.at(children.length))
    return children
  }

  /** The children whose names are numbers, in order. Layers without weights, such as activations, leave gaps. */
  numbered(): Weights[] {
    const start = this.#key('')
    const below = [...prefixes(this.#file)].filter(key => key.startsWith(start)).map(key => key.slice(start.length))
    const numbers = below.filter(key => /^\d+$/.test(key)).map(Number)
    return numbers.toSorted((a, b) => a - b).map(i => this.at(i))
  }

  /** The shape in the file. @throws CheckpointError when the tensor is missing */
  dims(name = 'weight'): readonly number[] {
    return this.#info(name).shape
  }

  /** The tensor in the graph's type of computation, or in another type. */
  value(name: string, type: ElementType = this.graph.compute): Value {
    return this.#merged(name).in(type)
  }

  /** The weight of a layer that adds the branches of `adapt` to its result. @param positions  how many results it is applied to */
  kernel(positions = 0): Value {
    return this.#merged('weight', positions).in(this.graph.compute)
  }

  /** The same as a matrix [out, in]; also of a 1×1 convolution, [out, in, 1, 1]. */
  matrix(positions = 0): Value {
    const [out, ...rest] = this.dims()
    return this.kernel(positions).reshape([out!, sizeOf(rest)])
  }

  /** @throws CheckpointError when the stored shape differs, except for trailing ones */
  expect(name: string, dims: readonly number[]): void {
    const stored = this.dims(name)
    if (trim(stored) !== trim(dims))
      throw new CheckpointError(
        'wrong-family',
        this.#file.path,
        `${fileName(this.#file.path)}: ${this.#key(name)} is [${stored}], but this network needs [${dims}]: the file is damaged or belongs to another model family`,
      )
  }

  /** `y`, the layer's result for `x`, with the LoRAs of this layer's weight added. */
  adapt(x: Value, y: Value, window?: Window): Value {
    return this.#changes?.adapt(this.#key('weight'), x, y, window) ?? y
  }

  #merged(name: string, positions?: number): Value {
    const key = this.#key(name)
    const stored = externalValue(this.graph, key, this.#info(name))
    return this.#changes?.merge?.(key, stored, positions) ?? stored
  }

  #key = (name: string): string => (this.path ? `${this.path}.${name}` : name)

  #info(name: string): TensorInfo {
    const info = this.#file.tensors.get(this.#key(name))
    if (info) return info
    const message = `${fileName(this.#file.path)} has no ${this.#key(name)}: the file is incomplete or belongs to another model family`
    throw new CheckpointError('missing-tensor', this.#file.path, message)
  }
}

/**
 * A tensor of a file as a value of the graph, in its stored type.
 *
 * @param types  the number types that are possible
 * @throws CheckpointError for others
 */
export function externalValue(graph: Graph, name: string, info: TensorInfo, types = elementTypes): Value {
  const type = types[info.dtype]
  if (!type) {
    const message = `${fileName(info.path)}: ${info.name} is stored as ${info.dtype}; the weights of a network must be F32, F16, BF16 or F8`
    throw new CheckpointError('missing-tensor', info.path, message)
  }
  const { shape, order, bytes } = info
  if (!order) return new Value(graph, graph.external(name, shape, type, bytes ?? info), shape, type)
  const dims = order.map(axis => shape[axis]!)
  return new Value(graph, graph.external(name, dims, type, info), dims, type).transpose(
    shape.map((_, axis) => order.indexOf(axis)),
  )
}

const trim = (dims: readonly number[]): string => dims.join().replace(/(,1)+$/, '')
const fileName = (path: string): string => path.slice(externalRoot(path).length).split(/[\\/]/).at(-1)!

const known = new WeakMap<WeightFile, Set<string>>()
/** Every proper prefix of every key. */
function prefixes(file: WeightFile): Set<string> {
  let set = known.get(file)
  if (!set) {
    set = new Set()
    for (const key of file.tensors.keys()) {
      for (let dot = key.indexOf('.'); dot > 0; dot = key.indexOf('.', dot + 1)) set.add(key.slice(0, dot))
    }
    known.set(file, set)
  }
  return set
}
