import { MemoryError, SessionError } from '../../../../engine/errors.ts'
import { Graph } from '../../../../engine/onnx/graph.ts'
import { Value } from '../../../../engine/onnx/value.ts'
import { OrtApi } from '../../../../engine/runtime/plugin/api.ts'
import { Sessions } from '../../../../engine/runtime/sessions.ts'
import { tensor } from '../../../../engine/tensor/tensor.ts'

/**
 * Runs a network three times on an execution provider that fails from the second run on, and prints the results and the notices.
 *
 * Arguments: the path of the provider; `lost` or `memory`, what fails.
 */
const [, , library, what] = process.argv
const notices: string[] = []
const packs = { plugin: { library: library!, faster: false } }
const sessions = new Sessions({ device: 'plugin', packs, threads: 1, notice: message => notices.push(message) })
const build = () => {
  const graph = new Graph('add')
  Value.input(graph, 'x', [2]).add(1).output('y')
  return graph
}
const run = async (value: number) => {
  const { y } = await sessions.run(
    { key: 'add', label: 'add', root: '/', build },
    { x: tensor([2], Float32Array.of(value, 10 * value)) },
  )
  return [...y!.data]
}

const results = [await run(1)]
if (what === 'lost')
  OrtApi.prototype.callAsync = async () => {
    throw new SessionError('ONNX Runtime (RunWithBinding): Device is lost')
  }
else
  OrtApi.prototype.call = () => {
    throw new MemoryError('ONNX Runtime (BindInput): buffer size exceeds the max buffer size limit')
  }
results.push(await run(2), await run(3))
await sessions.close()
console.log(JSON.stringify({ results, notices, device: sessions.device }))
