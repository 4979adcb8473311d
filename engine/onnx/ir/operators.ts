import type { onnx } from 'onnx-proto'
import { SessionError } from '../../errors.ts'
import type { Graph } from '../graph.ts'
import { elementTypeOf } from '../messages.ts'
import { Ir, irTypes, type Port } from './ir.ts'

/** The same graph for OpenVINO. @throws SessionError for an operator that the table lacks */
export function irOf(graph: Graph): Ir {
  const ir = new Ir()
  const ports = new Map<string, Port>()
  for (const input of graph.inputs) ports.set(input.name, ir.input(input))
  const outputs = new Map<string, Port>()
  // Weights are added where they are read first, so that unused ones are left out.
  const find = (name: string): Port => {
    const known = ports.get(name)
    if (known) return known
    const port = ir.constant(graph.stored.get(name)!)
    ports.set(name, port)
    return port
  }
  for (const node of graph.operators) {
    const [type, inputs, names] = [node.opType!, node.input!.filter(name => name !== '').map(find), node.output!]
    if (type === 'Identity') {
      outputs.set(names[0]!, inputs[0]!)
      continue
    }
    const write = operators[type]
    if (!write) throw new SessionError(`OpenVINO cannot compute the operator ${type} of ${node.name}`)
    ir.precise = graph.sensitive.has(node.name!)
    const first = write(ir, inputs, new Attributes(node), graph.stored.has(node.input![0]!))
    for (const [i, name] of names.entries()) ports.set(name, { layer: first.layer, port: first.port + i })
  }
  ir.precise = false
  for (const [name, port] of outputs) ir.output(name, port)
  return ir
}

/** The attributes of an ONNX operator. */
class Attributes {
  readonly #of: ReadonlyMap<string, onnx.IAttributeProto>

  constructor({ attribute }: onnx.INodeProto) {
    this.#of = new Map(attribute?.map(each => [each.name!, each]))
  }

  int = (name: string, otherwise = 0): number => Number(this.#of.get(name)?.i ?? otherwise)
  ints = (name: string): number[] => (this.#of.get(name)?.ints ?? []).map(Number)
  float = (name: string): number => this.#of.get(name)?.f ?? 0
  text = (name: string): string => new TextDecoder().decode(this.#of.get(name)?.s ?? new Uint8Array())
}

/** Writes one operator of ONNX. @returns the first of its results */
type Write = (ir: Ir, inputs: readonly Port[], attributes: Attributes, ofWeight: boolean) => Port

const same =
  (type: string, opset = 1, data = {}): Write =>
  (ir, inputs) =>
    ir.layer(type, inputs, data, { opset })

/** Operators between tensors of different ranks, aligned at the last axis. */
const elementwise = (type: string): Write => same(type, 1, { auto_broadcast: 'numpy' })

/** A reduction that keeps its axes with the length 1. */
const reduction = (type: string, opset = 1): Write => same(type, opset, { keep_dims: 'true' })

/** Zero mean and unit variance over `axes`. */
const normalized = (ir: Ir, x: Port, axes: readonly number[], eps: number): Port =>
  ir.layer('MVN', [x, ir.integers(axes)], { eps, normalize_variance: 'true', eps_mode: 'inside_sqrt' }, { opset: 6 })

const multiply = elementwise('Multiply')
const add = elementwise('Add')
const reshaped = (ir: Ir, x: Port, dims: readonly number[]): Port =>
  ir.layer('Reshape', [x, ir.integers(dims)], { special_zero: 'true' })
const transposed = (ir: Ir, x: Port, perm: readonly number[]): Port => ir.layer('Transpose', [x, ir.integers(perm)])

/** Operators of ONNX, opset 21, and of com.microsoft by their equivalents in OpenVINO. */
const operators: Readonly<Record<string, Write>> = {
  Add: add,
  Sub: elementwise('Subtract'),
  Mul: multiply,
  Min: elementwise('Minimum'),
  Sign: same('Sign'),
  ReduceSum: reduction('ReduceSum'),
  Reciprocal: (ir, [x]) => ir.layer('Divide', [ir.float(1), x!], { auto_broadcast: 'numpy', m_pythondiv: 'true' }),
  Relu: same('ReLU'),
  LeakyRelu: (ir, [x], { float }) => ir.layer('PReLU', [x!, ir.float(float('alpha'))]),
  PRelu: same('PReLU'),
  Sigmoid: same('Sigmoid'),
  Tanh: same('Tanh'),
  Sin: same('Sin'),
  Cos: same('Cos'),
  Gelu: same('Gelu', 7, { approximation_mode: 'ERF' }),
  QuickGelu: (ir, [x], { float }) => ir.layer('Swish', [x!, ir.float(float('alpha'))], {}, { opset: 4 }),
  Softmax: (ir, inputs, { int }) => ir.layer('SoftMax', inputs, { axis: int('axis') }, { opset: 8 }),
  ReduceL2: reduction('ReduceL2', 4),
  ReduceMin: reduction('ReduceMin'),
  ReduceMax: reduction('ReduceMax'),
  MatMul: same('MatMul', 1, { transpose_a: 'false', transpose_b: 'false' }),
  Gemm: (ir, [x, w, c], { int }) => {
    const product = ir.layer('MatMul', [x!, w!], { transpose_a: 'false', transpose_b: String(int('transB') === 1) })
    return c ? ir.layer('Add', [product, c], { auto_broadcast: 'numpy' }) : product
  },
  Conv: (ir, [x, w, bias], { ints }) => {
    const [strides, pads] = [ints('strides'), ints('pads')]
    const y = ir.layer('Convolution', [x!, w!], {
      strides: strides.join(),
      dilations: '1,1',
      pads_begin: pads.slice(0, 2).join(),
      pads_end: pads.slice(2).join(),
      auto_pad: 'explicit',
    })
    return bias ? ir.layer('Add', [y, reshaped(ir, bias, [1, -1, 1, 1])], { auto_broadcast: 'numpy' }) : y
  },
  LayerNormalization: (ir, [x, scale, bias], { float }) => {
    const y = normalized(ir, x!, [-1], float('epsilon'))
    const scaled = ir.layer('Multiply', [y, scale!], { auto_broadcast: 'numpy' })
    return bias ? ir.layer('Add', [scaled, bias], { auto_broadcast: 'numpy' }) : scaled
  },
  InstanceNormalization: (ir, [x], { float }) => normalized(ir, x!, [2], float('epsilon')),
  MultiHeadAttention: (ir, inputs, { int }) => {
    const heads = int('num_heads')
    const split = inputs.map(x => transposed(ir, reshaped(ir, x, [0, 0, heads, -1]), [0, 2, 1, 3]))
    const causal = String(int('unidirectional') === 1)
    const y = ir.layer('ScaledDotProductAttention', split, { causal }, { opset: 13 })
    return reshaped(ir, transposed(ir, y, [0, 2, 1, 3]), [0, 0, -1])
  },
  Reshape: same('Reshape', 1, { special_zero: 'false' }),
  Transpose: (ir, [x], { ints }) => transposed(ir, x!, ints('perm')),
  Concat: (ir, inputs, { int }) => ir.layer('Concat', inputs, { axis: int('axis') }),
  Split: (ir, [x], { int }) => {
    const count = int('num_outputs')
    return ir.layer('Split', [x!, ir.integers([int('axis')], [])], { num_splits: count }, { count })
  },
  Slice: (ir, [x, from, to, axes]) => ir.layer('Slice', [x!, from!, to!, ir.integers([1]), axes!], {}, { opset: 8 }),
  Gather: (ir, [x, indices], { int }) =>
    ir.layer('Gather', [x!, indices!, ir.integers([int('axis')], [])], { batch_dims: 0 }, { opset: 8 }),
  Expand: same('Broadcast', 3, { mode: 'bidirectional' }),
  Cast: (ir, inputs, { int }, ofWeight) => {
    const type = irTypes[elementTypeOf(int('to'))]
    return ir.layer('Convert', inputs, { destination_type: type }, { decompression: ofWeight && type === 'f32' })
  },
  Pad: (ir, [x, pads], { text }) => {
    const [before, after] = [0, 4].map(at =>
      ir.layer(
        'Slice',
        [pads!, ir.integers([at]), ir.integers([at + 4]), ir.integers([1]), ir.integers([0])],
        {},
        { opset: 8 },
      ),
    )
    return ir.layer('Pad', [x!, before!, after!, ir.float(0)], { pad_mode: text('mode') || 'constant' })
  },
  Resize: (ir, [x, scales]) =>
    ir.layer(
      'Interpolate',
      [x!, scales!, ir.integers([0, 1, 2, 3])],
      {
        mode: 'nearest',
        shape_calculation_mode: 'scales',
        coordinate_transformation_mode: 'asymmetric',
        nearest_mode: 'floor',
        antialias: 'false',
        pads_begin: '0,0,0,0',
        pads_end: '0,0,0,0',
        cube_coeff: -0.75,
      },
      { opset: 11 },
    ),
  DepthToSpace: (ir, inputs, { int, text }) =>
    ir.layer('DepthToSpace', inputs, {
      mode: text('mode') === 'CRD' ? 'depth_first' : 'blocks_first',
      block_size: int('blocksize'),
    }),
  AveragePool: (ir, inputs, { int, ints }) =>
    ir.layer('AvgPool', inputs, {
      kernel: ints('kernel_shape').join(),
      strides: ints('strides').join(),
      pads_begin: ints('pads').slice(0, 2).join(),
      pads_end: ints('pads').slice(2).join(),
      'exclude-pad': String(int('count_include_pad') === 0),
      rounding_type: 'floor',
      auto_pad: 'explicit',
    }),
  GlobalAveragePool: (ir, [x]) => ir.layer('ReduceMean', [x!, ir.integers([2, 3])], { keep_dims: 'true' }),
}
