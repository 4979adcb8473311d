import { expect, test } from 'vitest'
import { openSafetensors, readTensor } from '../../../../engine/checkpoint/files/safetensors.ts'
import { Graph } from '../../../../engine/onnx/graph.ts'
import { Value } from '../../../../engine/onnx/value.ts'
import { Weights } from '../../../../engine/onnx/weights.ts'
import { hypernetwork, readHypernetwork } from '../../../../engine/pipeline/patches/hypernetwork.ts'
import { Sessions } from '../../../../engine/runtime/sessions.ts'
import { goldenFile } from '../../../nodes/tiny.ts'
import { expectClose, goldenPath } from '../../networks/run-graph.ts'

test('keys and values are made of what torch makes of them, norms and activations included', async () => {
  const io = await openSafetensors(goldenPath('nets/hypernetwork.io.safetensors'))
  const x = await readTensor(io, 'x')
  const file = goldenFile('nets/hypernetwork.pt')
  const { feeds, hooks } = hypernetwork(await readHypernetwork(file, 0.7), 'strength')
  const build = () => {
    const graph = new Graph('hypernetwork')
    const { sources } = hooks(new Weights(graph, { path: file.path, tensors: new Map() }), { height: 1, width: 1 })
    const [keys, values] = sources!(Value.input(graph, 'x', x.dims))
    keys.output('keys')
    values.output('values')
    return graph
  }
  const sessions = new Sessions({ device: 'cpu', threads: 1 })
  const result = await sessions.run({ key: 'test', label: 'test', root: file.path, build }, { x, ...feeds })
  expectClose(result.keys!, await readTensor(io, 'keys'), 1e-5)
  expectClose(result.values!, await readTensor(io, 'values'), 1e-5)
  await sessions.close()
})

test('what is of another width stays as it is, and a file of another kind is refused', async () => {
  const { hooks } = hypernetwork(await readHypernetwork(goldenFile('nets/hypernetwork.pt'), 1), 'strength')
  const graph = new Graph('hypernetwork')
  const { sources } = hooks(new Weights(graph, { path: '/', tensors: new Map() }), { height: 1, width: 1 })
  const x = Value.input(graph, 'x', [1, 5, 640])
  expect(sources!(x)).toEqual([x, x])
  await expect(readHypernetwork(goldenFile('pipelines/lora_unet_te.safetensors'), 1)).rejects.toThrow(
    'is not a hypernetwork: it is a LoRA',
  )
})
