import { closeSync, openSync, readSync } from 'node:fs'
import { type Dtype, decode } from '../../../engine/checkpoint/files/dtype.ts'
import type { Graph } from '../../../engine/onnx/graph.ts'
import { castNode, type ElementType, type ExternalData, type Stored } from '../../../engine/onnx/messages.ts'

type Node = Graph['operators'][number]

/** Bytes of a weight; smaller ones save nothing. */
const SMALLEST = 16_384

const dtypes: Partial<Record<ElementType, Dtype>> = { float32: 'F32', float16: 'F16', bfloat16: 'BF16' }

/**
 * Makes a graph read the weights of its products and convolutions as 8-bit numbers q with a scale s for each output channel:
 * w ≈ s·q, s = max|w| / 127. They are computed from the file, one weight after the other, and lie in memory; nothing is written. Norms,
 * sensitive operators, weights that LoRAs change and the last block of a UNet keep their stored numbers: that block alone takes 27 dB.
 */
export function withInt8Weights(graph: Graph): Graph {
  const stored = new Map(graph.stored)
  const blocks = [...stored.keys()].flatMap(name => /^output_blocks\.(\d+)\./.exec(name)?.[1] ?? []).map(Number)
  const last = `output_blocks.${Math.max(...blocks)}.`
  const widened = new Map<string, Node[]>()
  for (const [name, weight] of weightsOfProducts(graph)) {
    if (name.startsWith(last)) continue
    const { q, scales } = quantised(weight)
    const { dims } = weight
    stored.delete(name)
    stored.set(`${name}/int8`, { dims, type: 'int8', data: q.buffer })
    stored.set(`${name}/scales`, { dims: dims.map((d, i) => (i === 0 ? d : 1)), type: 'float32', data: scales.buffer })
    const output = weight.type === 'float32' ? name : `${name}/float32`
    const scale = { opType: 'Mul', name: `${name}/scaled`, input: [`${name}/wide`, `${name}/scales`], output: [output] }
    widened.set(name, [castNode(`${name}/wide`, `${name}/int8`, 'float32'), scale])
  }
  const first = [...widened].flatMap(([name, nodes]) => (graph.stored.get(name)!.type === 'float32' ? nodes : []))
  const operators = graph.operators.flatMap(node => (node.opType === 'Cast' && widened.get(node.input![0]!)) || [node])
  Object.defineProperties(graph, { operators: { value: [...first, ...operators] }, stored: { value: stored } })
  return graph
}

interface FileWeight extends Stored {
  readonly data: ExternalData
}

/** Weights in files that only products and convolutions read, perhaps widened and in another shape. */
function weightsOfProducts(graph: Graph): [string, FileWeight][] {
  const makers = new Map(graph.operators.flatMap(node => node.output!.map(name => [name, node] as const)))
  const moves = ({ opType }: Node) => opType === 'Cast' || opType === 'Reshape'
  const source = (name: string): string => {
    const maker = makers.get(name)
    return maker && moves(maker) ? source(maker.input![0]!) : name
  }
  const [read, otherwise] = [new Set<string>(), new Set<string>()]
  for (const node of graph.operators.filter(node => !moves(node))) {
    const isProduct = (node.opType === 'Conv' || node.opType === 'Gemm') && !graph.sensitive.has(node.name!)
    for (const [i, name] of node.input!.entries()) (isProduct && i === 1 ? read : otherwise).add(source(name))
  }
  return [...read].flatMap(name => {
    const stored = graph.stored.get(name)
    return stored && isFileWeight(stored) && !otherwise.has(name) ? [[name, stored]] : []
  })
}

const isFileWeight = (stored: Stored): stored is FileWeight =>
  !(stored.data instanceof ArrayBuffer) && stored.type in dtypes && stored.data.length >= SMALLEST

function quantised({ dims, type, data: { path, offset, length } }: FileWeight) {
  const bytes = new Uint8Array(length)
  const file = openSync(path, 'r')
  try {
    readSync(file, bytes, 0, length, offset)
  } finally {
    closeSync(file)
  }
  const w = decode(dtypes[type]!, bytes)
  const width = w.length / dims[0]!
  const [q, scales] = [new Int8Array(w.length), new Float32Array(dims[0]!)]
  for (const row of scales.keys()) {
    const numbers = w.subarray(row * width, (row + 1) * width)
    const scale = numbers.reduce((most, v) => Math.max(most, Math.abs(v)), 0) / 127 || 1
    scales[row] = scale
    for (const [i, v] of numbers.entries()) q[row * width + i] = Math.round(v / scale)
  }
  return { q, scales }
}
