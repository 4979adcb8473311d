import type { onnx } from 'onnx-proto'

/** The messages of ONNX's protobuf definition that a graph is made of. */

export type ElementType =
  | 'float32'
  | 'float16'
  | 'bfloat16'
  | 'float8e4m3fn'
  | 'float8e5m2'
  | 'int64'
  | 'bool'
  | 'float64'
  | 'int8'
  | 'uint8'

/** TensorProto.DataType, and the bytes of one number. */
const elements: Record<ElementType, { readonly code: number; readonly bytes: number }> = {
  float32: { code: 1, bytes: 4 },
  int8: { code: 3, bytes: 1 },
  uint8: { code: 2, bytes: 1 },
  int64: { code: 7, bytes: 8 },
  bool: { code: 9, bytes: 1 },
  float16: { code: 10, bytes: 2 },
  float64: { code: 11, bytes: 8 },
  bfloat16: { code: 16, bytes: 2 },
  float8e4m3fn: { code: 17, bytes: 1 },
  float8e5m2: { code: 19, bytes: 1 },
}
export const elementTypeOf = (code: number): ElementType =>
  (Object.keys(elements) as ElementType[]).find(type => elements[type].code === code)!
export const bytesPer = (type: ElementType): number => elements[type].bytes

/** Numbers that stay in their file: `length` bytes at `offset`. */
export interface ExternalData {
  /** Absolute. */
  readonly path: string
  readonly offset: number
  readonly length: number
}

/** An attribute of a node; a float is wrapped: `{ float: 1 }`. */
export type Attribute =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly graph: onnx.IGraphProto }

/** ONNX Runtime finds external files relative to one folder: the file system's root, so that any file can be used. */
export const externalRoot = (path: string): string => /^(?:[A-Za-z]:[\\/]|\/)/.exec(path)?.[0] ?? '/'

/** Numbers that a graph has before it runs: in a file, or in the graph itself. */
export interface Stored {
  readonly dims: readonly number[]
  readonly type: ElementType
  readonly data: ExternalData | ArrayBuffer
}

/** An input or output. */
export interface Named {
  readonly name: string
  readonly dims: readonly number[]
  readonly type: ElementType
}

export const tensorProto = (name: string, { dims, type, data }: Stored): onnx.ITensorProto => ({
  name,
  dims: [...dims],
  dataType: elements[type].code,
  ...(data instanceof ArrayBuffer ? { rawData: new Uint8Array(data) } : location(data)),
})

const location = ({ path, offset, length }: ExternalData): onnx.ITensorProto => ({
  dataLocation: 1,
  externalData: [
    { key: 'location', value: path.slice(externalRoot(path).length) },
    { key: 'offset', value: String(offset) },
    { key: 'length', value: String(length) },
  ],
})

/** A tensor in another type. */
export const castNode = (name: string, source: string, to: ElementType): onnx.INodeProto => ({
  opType: 'Cast',
  name,
  input: [source],
  output: [name],
  attribute: [attributeProto('to', elements[to].code)],
})

export const valueInfo = ({ name, dims, type }: Named): onnx.IValueInfoProto => ({
  name,
  type: { tensorType: { elemType: elements[type].code, shape: { dim: dims.map(dimValue => ({ dimValue })) } } },
})

/** AttributeProto.type: FLOAT 1, INT 2, STRING 3, GRAPH 5, INTS 7. */
export function attributeProto(name: string, value: Attribute): onnx.IAttributeProto {
  if (typeof value === 'string') return { name, type: 3, s: new TextEncoder().encode(value) }
  if (typeof value === 'number') return { name, type: 2, i: value }
  if ('float' in value) return { name, type: 1, f: value.float }
  if ('graph' in value) return { name, type: 5, g: value.graph }
  return { name, type: 7, ints: [...value] }
}
