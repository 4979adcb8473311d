import type { onnx } from 'onnx-proto'
import onnxProto from 'onnx-proto'
import {
  type Attribute,
  attributeProto,
  bytesPer,
  castNode,
  type ElementType,
  type Named,
  type Stored,
  tensorProto,
  valueInfo,
} from './messages.ts'
import { peakBytes } from './peak-bytes.ts'
import { runOrder } from './run-order.ts'

/** The type in which a network computes. */
export type ComputeType = 'float32' | 'float16'

/** How a graph is written for the device that runs it. */
export interface GraphOptions {
  /** Whether attention is one operator of ONNX Runtime or several plain ones. */
  readonly fusedAttention?: boolean
  /** Whether `Graph.either` computes only one of its two sides; without it `then` is always computed. */
  readonly conditions?: boolean
  readonly compute?: ComputeType
}

interface OperatorOptions {
  readonly scope?: string
  readonly domain?: string
  readonly count?: number
  readonly bytes?: number
}

/** Operators that are written together: those of the graph, or of one side of a condition. */
interface Scope {
  readonly ofWeights: onnx.INodeProto[]
  readonly nodes: onnx.INodeProto[]
  /** Names of converted tensors that may be used here. */
  readonly converted: Set<string>
}

const inOrder = ({ ofWeights, nodes }: Scope): onnx.INodeProto[] => [...ofWeights, ...nodes]

/**
 * An ONNX graph, written operator by operator. It has names and byte counts; value.ts has the shapes.
 *
 * Weights are external references into their .safetensors files, so the graph of a full UNet has about 250 kB, and writing it
 * reads only the headers of the files.
 */
export class Graph {
  readonly #root: Scope = { ofWeights: [], nodes: [], converted: new Set() }
  #scope = this.#root
  /** Names of weights, constants and parameters, and of results that depend only on these. */
  readonly #fixed = new Set<string>()
  readonly #stored = new Map<string, Stored>()
  readonly #inputs: Named[] = []
  readonly #counts = new Map<string, number>()
  /** The bytes of each result. */
  readonly #bytes = new Map<string, number>()
  readonly #name: string
  #writesSensitive = false
  #weightBytes = 0
  #fileBytes = 0
  #flops = 0

  readonly fusedAttention: boolean
  readonly conditions: boolean
  /** The type of products, convolutions and attention; what must not be rounded is always float32 (value.ts). */
  readonly compute: ComputeType

  constructor(name: string, { fusedAttention = true, conditions = true, compute = 'float32' }: GraphOptions = {}) {
    this.#name = name
    this.fusedAttention = fusedAttention
    this.conditions = conditions
    this.compute = compute
  }

  /** Names of operators that compute in float32 and with the stored weights also where others are rounded (docs/accelerators.md). */
  readonly sensitive = new Set<string>()

  /** The operators that `write` adds are sensitive. */
  sensitively<T>(write: () => T): T {
    const before = this.#writesSensitive
    this.#writesSensitive = true
    try {
      return write()
    } finally {
      this.#writesSensitive = before
    }
  }

  /** The operators, each after those whose results it reads. */
  get operators(): readonly onnx.INodeProto[] {
    return inOrder(this.#root)
  }

  /** Weights and constants by name. */
  get stored(): ReadonlyMap<string, Stored> {
    return this.#stored
  }

  get inputs(): readonly Named[] {
    return this.#inputs
  }

  /** The results of a run, all float32. */
  readonly outputs: { readonly name: string; readonly dims: readonly number[] }[] = []

  /** Bytes of the weights in the type of computation. */
  get weightBytes(): number {
    return this.#weightBytes
  }

  /** Bytes of the weights in their files, and in memory while they are mapped from there. */
  get fileBytes(): number {
    return this.#fileBytes
  }

  /** Floating-point operations of one run, in matrix products, convolutions and attention; two per multiply-add. */
  get flops(): number {
    return this.#flops
  }

  /** The most bytes that a run needs at one moment, without the stored weights. */
  get peakBytes(): number {
    return peakBytes(runOrder(this.operators.flatMap(withSides)), name => this.#bytes.get(name) ?? 0)
  }

  /** Counts the multiply-adds of an operator. */
  countMultiplyAdds(count: number): void {
    this.#flops += 2 * count
  }

  input(name: string, dims: readonly number[], type: ElementType = 'float32'): string {
    this.#inputs.push({ name, dims, type })
    return name
  }

  /** An input that changes weights, such as the strength of a LoRA. */
  parameter(name: string, dims: readonly number[]): string {
    this.#fixed.add(name)
    return this.input(name, dims)
  }

  /** Gives `source` the public name `name`. */
  output(name: string, source: string, dims: readonly number[]): void {
    this.#root.nodes.push({ opType: 'Identity', input: [source], output: [name], name: `out/${name}` })
    this.outputs.push({ name, dims })
  }

  /**
   * Adds one operator.
   *
   * @param scope  where it is, in the checkpoint's keys: the node's name in errors and profiles
   * @param bytes  the size of each result
   * @returns      the names of its `count` results
   */
  op(
    type: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    { scope = '', domain = '', count = 1, bytes = 0 }: OperatorOptions = {},
  ): string[] {
    const name = this.#unique(scope ? `${scope}/${type}` : type)
    if (this.#writesSensitive) this.sensitive.add(name)
    const output = count === 1 ? [name] : Array.from({ length: count }, (_, i) => `${name}:${i}`)
    for (const each of output) this.#bytes.set(each, bytes)
    const attribute = Object.entries(attributes).map(([key, value]) => attributeProto(key, value))
    this.#add({ opType: type, domain, name, input: [...inputs], output, attribute })
    return output
  }

  /** A tensor that stays in its file, or has its numbers here; the same name means the same tensor. */
  external(name: string, dims: readonly number[], type: ElementType, data: Stored['data']): string {
    if (this.#stored.has(name)) return name
    this.#fixed.add(name)
    if (!(data instanceof ArrayBuffer)) this.#fileBytes += data.length
    this.#weightBytes += bytesPer(this.compute) * dims.reduce((n, d) => n * d, 1)
    this.#stored.set(name, { dims, type, data })
    return name
  }

  /** Numbers stored in the graph itself; equal arrays are stored once. */
  floats(values: readonly number[] | Float32Array, dims: readonly number[]): string {
    const raw = Float32Array.from(values)
    return this.#constant(`f32[${dims}]=${raw.length > 64 ? hash(raw) : raw.join()}`, dims, 'float32', raw.buffer)
  }

  integers(values: readonly number[], dims: readonly number[] = [values.length]): string {
    const raw = BigInt64Array.from(values, BigInt)
    return this.#constant(`i64[${dims}]=${values.join()}`, dims, 'int64', raw.buffer)
  }

  /** A tensor in another type, converted once. @param bytes  the size of the result */
  cast(source: string, to: ElementType, bytes = 0): string {
    const name = `${source}/${to}`
    if (this.#scope.converted.has(name)) return name
    this.#scope.converted.add(name)
    this.#bytes.set(name, bytes)
    this.#add(castNode(name, source, to))
    return name
  }

  /**
   * The result of `then` where `condition` is true, else that of `otherwise`; the operators and the weights of the other side
   * are not touched.
   */
  either(condition: string, then: () => string, otherwise: () => string): string {
    const [then_branch, else_branch] = [this.#side(then), this.#side(otherwise)]
    const bytes = this.#bytes.get(then_branch.source) ?? 0
    return this.op('If', [condition], { then_branch, else_branch }, { bytes })[0]!
  }

  #side(write: () => string): { readonly graph: onnx.IGraphProto; readonly source: string } {
    const scope: Scope = { ofWeights: [], nodes: [], converted: new Set(this.#scope.converted) }
    const name = this.#unique('side')
    const source = this.#within(scope, write)
    const end: onnx.INodeProto = { opType: 'Identity', name, input: [source], output: [name] }
    return { graph: { name, node: [...inOrder(scope), end], output: [{ name }] }, source }
  }

  /** Writes what several sides of conditions read. */
  shared<T>(write: () => T): T {
    return this.#within(this.#root, write)
  }

  #within<T>(scope: Scope, write: () => T): T {
    const outer = this.#scope
    this.#scope = scope
    try {
      return write()
    } finally {
      this.#scope = outer
    }
  }

  /** The bytes of an ONNX file. */
  build(): Uint8Array {
    return onnxProto.onnx.ModelProto.encode({
      irVersion: 10,
      producerName: 'leapgraph',
      opsetImport: [
        { domain: '', version: 21 },
        { domain: 'com.microsoft', version: 1 },
      ],
      graph: {
        name: this.#name,
        node: [...this.operators],
        initializer: [...this.stored].map(([name, stored]) => tensorProto(name, stored)),
        input: this.#inputs.map(valueInfo),
        output: this.outputs.map(({ name, dims }) => valueInfo({ name, dims, type: 'float32' })),
      },
    }).finish()
  }

  #constant(key: string, dims: readonly number[], type: ElementType, raw: ArrayBuffer): string {
    const name = `const:${key}`
    this.#fixed.add(name)
    if (!this.#stored.has(name)) this.#stored.set(name, { dims, type, data: raw })
    return name
  }

  /**
   * Operators that read only weights (widening half precision, merging a LoRA) come first in the file. ONNX Runtime visits
   * what was written last first (run-order.ts), so it computes them directly before their reader in every run. Otherwise all
   * weights would be in memory as float32 at the same time.
   */
  #add(node: onnx.INodeProto): void {
    const ofWeights = node.input!.every(name => name === '' || this.#fixed.has(name))
    if (ofWeights) for (const name of node.output!) this.#fixed.add(name)
    ;(ofWeights ? this.#scope.ofWeights : this.#scope.nodes).push(node)
  }

  #unique(name: string): string {
    const n = this.#counts.get(name) ?? 0
    this.#counts.set(name, n + 1)
    return n === 0 ? name : `${name}_${n}`
  }
}

/** A condition after the operators of both sides, as if both were computed. */
function withSides(node: onnx.INodeProto): onnx.INodeProto[] {
  if (node.opType !== 'If') return [node]
  const sides = node.attribute!.map(({ g }) => g!)
  const results = sides.flatMap(({ output }) => output!.map(({ name }) => name!))
  return [
    ...sides.flatMap(({ node }) => node!.flatMap(withSides)),
    { ...node, input: [...node.input!, ...results], attribute: [] },
  ]
}

/** FNV-1a over the bytes: the key of a long constant. */
function hash(values: Float32Array): string {
  let h = 0xcbf29ce484222325n
  for (const word of new Uint32Array(values.buffer)) h = ((h ^ BigInt(word)) * 0x100000001b3n) & 0xffffffffffffffffn
  return `#${h.toString(16)}`
}
