import { Graph } from '../onnx/graph.ts'
import { Value } from '../onnx/value.ts'
import { tensor } from '../tensor/tensor.ts'
import { createOn } from './create-on.ts'
import type { Device, Packs } from './device.ts'

/**
 * How fast a device multiplies matrices in float32, the CPU through ONNX Runtime by default: the best of up to six products of two
 * n × n matrices, in floating-point operations per second. Networks are compared with this number, since it changes with
 * the machine and with what else runs on it.
 *
 * @param threads  0 is one for each physical core
 */
export async function gemmSpeed(threads: number, device: Device = 'cpu', packs: Packs = {}): Promise<number> {
  const [n, repeats] = [2048, 6]
  const graph = new Graph('gemm')
  const [a, b] = ['a', 'b'].map(name => new Value(graph, graph.input(name, [n, n]), [n, n])) as [Value, Value]
  a.matmul(b).output('c')
  const session = await createOn(device, graph, { packs, threads, root: '/', precision: 'exact' })
  const matrix = tensor([n, n], new Float32Array(n * n).fill(0.5))
  let best = Number.POSITIVE_INFINITY
  const begun = performance.now()
  // A slow machine is measured with fewer of them.
  for (let i = 0; i <= repeats && (i < 2 || performance.now() - begun < 2000); i++) {
    const started = performance.now()
    await session.run({ a: matrix, b: matrix })
    if (i > 0) best = Math.min(best, (performance.now() - started) / 1000)
  }
  await session.release()
  return (2 * n ** 3) / best
}
