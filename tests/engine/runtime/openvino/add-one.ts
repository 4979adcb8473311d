import { Graph } from '../../../../engine/onnx/graph.ts'
import { Value } from '../../../../engine/onnx/value.ts'
import { Sessions } from '../../../../engine/runtime/sessions.ts'
import { tensor } from '../../../../engine/tensor/tensor.ts'

/** Computes 1 + 1 on OpenVINO of the library in its argument and prints the sum, the device and the notices as JSON. */
const notices: string[] = []
const sessions = new Sessions({
  device: 'openvino',
  packs: { openvino: { library: process.argv[2]!, faster: false } },
  notice: message => notices.push(message),
})
const build = () => {
  const graph = new Graph('add')
  Value.input(graph, 'x', [1]).add(1).output('y')
  return graph
}
const request = { key: 'add', label: 'add', root: '/', build }
const { y } = await sessions.run(request, { x: tensor([1], Float32Array.of(1)) })
console.log(JSON.stringify({ sum: y!.data[0], device: sessions.device, notices }))
