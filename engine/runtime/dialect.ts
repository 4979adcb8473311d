import { type ComputeType, Graph, type GraphOptions } from '../onnx/graph.ts'
import { Value } from '../onnx/value.ts'
import { tensor } from '../tensor/tensor.ts'
import type { Device } from './device.ts'
import { createSession } from './session.ts'

/**
 * How graphs are written for a device: in half precision on graphics cards that have it, unless another type is asked for,
 * and with attention as one operator on the CPU only. WebGPU's MultiHeadAttention of ONNX Runtime 1.30 is right for a handful
 * of tokens only, on a software adapter: from 64 on it is off by a tenth of the values. The others have not been tried.
 */
export async function dialectOf(device: Device, compute?: ComputeType): Promise<GraphOptions> {
  const fusedAttention = device === 'cpu'
  if (compute) return { fusedAttention, compute }
  return { fusedAttention, compute: device !== 'cpu' && (await computesHalf(device)) ? 'float16' : 'float32' }
}

/**
 * Whether the device multiplies half-precision matrices. ONNX Runtime does not say (WebGPU's provider needs an adapter with
 * shader-f16 and notices only when a kernel is run), so it is asked to do it once.
 */
async function computesHalf(device: Device): Promise<boolean> {
  const graph = new Graph('half', { compute: 'float16' })
  const x = new Value(graph, graph.input('x', [SIDE, SIDE]), [SIDE, SIDE]).in('float16')
  x.matmul(x).output('y')
  try {
    const session = await createSession(graph, { device, threads: 1, root: '/', quiet: true })
    const { y } = await session.run({ x: tensor([SIDE, SIDE], new Float32Array(SIDE ** 2).fill(0.5)) })
    await session.release()
    return y!.data.every(sum => sum === SIDE / 4)
  } catch {
    return false
  }
}

const SIDE = 16
