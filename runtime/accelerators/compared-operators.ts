import { Graph } from '../../engine/onnx/graph.ts'
import { Value } from '../../engine/onnx/value.ts'
import { sizeOf, type Tensor } from '../../engine/tensor/tensor.ts'

/** Some values between -1 and 1. */
export const wave = (dims: readonly number[]): Tensor => ({
  dims,
  data: Float32Array.from({ length: sizeOf(dims) }, (_, i) => Math.sin(i * i)),
})

/** The operators that layers and LoRAs consist of, each on x, [1, 4, 6, 8], alone in its graph. */
const operators: Readonly<Record<string, (x: Value) => Value>> = {
  SiLU: x => x.silu(),
  QuickGELU: x => x.quickGelu(),
  GELU: x => x.gelu(),
  ReLU: x => x.relu(),
  LeakyReLU: x => x.leakyRelu(0.2),
  PReLU: x => x.prelu(constant(x, [4])),
  Sigmoid: x => x.sigmoid(),
  Tanh: x => x.tanh(),
  Sin: x => x.sin(),
  Cos: x => x.cos(),
  Add: x => x.add(constant(x, [4, 1, 1])),
  Sub: x => x.sub(0.5),
  Mul: x => x.mul(constant(x, [6, 8])),
  Min: x => x.min(0.25),
  Sign: x => x.sign(),
  Reciprocal: x => x.add(2).reciprocal(),
  MatMul: x => x.matmul(constant(x, [1, 4, 8, 5])),
  Gather: x => x.take(3, new Value(x.graph, x.graph.integers([5, 0, 2]), [3], 'int64')),
  ReduceMin: x => x.least(),
  ReduceMax: x => x.most(),
  ReduceSum: x => x.sum([2, 3]),
  ReduceL2: x => x.norm([2, 3]),
  Softmax: x => x.softmax(),
  Transpose: x => x.transpose([0, 2, 3, 1]),
  Concat: x => x.concat([x.mul(2)], 1),
  Split: x => x.halves()[1].sub(x.halves()[0]),
  Slice: x => x.slice(3, 2, 7),
  'Pad with zeros': x => x.padRightBelow(1),
  'Pad with the last pixel': x => x.padRightBelow(2, 1, 'edge'),
  'Pad with a mirror image': x => x.padRightBelow(2, 1, 'reflect'),
  Resize: x => x.upsample(2),
  DepthToSpace: x => x.pixelShuffle(2),
  PixelUnshuffle: x => x.pixelUnshuffle(2),
  AveragePool: x => x.halve(),
  GlobalAveragePool: x => x.mean(),
  Expand: x => x.leveled(),
  Gemm: x => x.reshape([24, 8]).project(constant(x, [5, 8])),
  Conv: x => x.project(constant(x, [3, 4, 3, 3]), { stride: 2, padding: 1 }),
  Attention: x => {
    const tokens = x.reshape([1, 24, 8])
    return tokens.multiHeadAttention(tokens.mul(0.5), tokens.add(1), 2)
  },
  'Causal attention': x => {
    const tokens = x.reshape([1, 24, 8])
    return tokens.multiHeadAttention(tokens, tokens.add(1), 2, { causal: true })
  },
}

export const operatorNames: readonly string[] = Object.keys(operators)
export const operatorInput: Tensor = wave([1, 4, 6, 8])

/** y, one operator on x. */
export function operatorGraph(name: string): Graph {
  const graph = new Graph(name)
  operators[name]!(Value.input(graph, 'x', operatorInput.dims)).output('y')
  return graph
}

const constant = ({ graph }: Value, dims: readonly number[]): Value => Value.constant(graph, wave(dims).data, dims)
