import { expect, test } from 'vitest'
import { openSafetensors, readTensor } from '../../../../engine/checkpoint/files/safetensors.ts'
import { Graph } from '../../../../engine/onnx/graph.ts'
import { Value } from '../../../../engine/onnx/value.ts'
import { Weights } from '../../../../engine/onnx/weights.ts'
import { groundedPatch, loadGligen } from '../../../../engine/pipeline/patches/gligen.ts'
import { Sessions } from '../../../../engine/runtime/sessions.ts'
import { rows } from '../../../../engine/tensor/tensor.ts'
import { goldenFile } from '../../../nodes/tiny.ts'
import { expectClose, goldenPath } from '../../networks/run-graph.ts'

const io = await openSafetensors(goldenPath('nets/gligen.io.safetensors'))
const file = goldenFile('nets/gligen.weights.safetensors')
const [x, words, places] = [await readTensor(io, 'x'), await readTensor(io, 'words'), await readTensor(io, 'places')]
const boxes = [0, 1].map(i => {
  const [left, top, width, height] = rows(places, i, i + 1).data as unknown as [number, number, number, number]
  return { words: rows(words, i, i + 1), x: left, y: top, width, height }
})

test('boxes with words change the tokens of a block as they do in torch, for a batch of two', async () => {
  const { feeds, hooks } = groundedPatch({ gligen: await loadGligen(file), boxes }, [2, 4, 12, 16])
  const build = () => {
    const graph = new Graph('gligen')
    const { between } = hooks(new Weights(graph, { path: file.path, tensors: new Map() }), { height: 12, width: 16 })
    const tokens = Value.input(graph, 'x', x.dims)
    between!(tokens, { part: 'input', number: 1, layer: 0 }).output('out')
    expect(between!(tokens, { part: 'output', number: 3, layer: 0 })).toBe(tokens)
    return graph
  }
  const sessions = new Sessions({ device: 'cpu', threads: 1 })
  const { out } = await sessions.run({ key: 'test', label: 'test', root: file.path, build }, { x, ...feeds })
  expectClose(out!, await readTensor(io, 'out'), 1e-4)
  await sessions.close()
})

test('more boxes than GLIGEN was trained with, and files of another kind, are refused', async () => {
  const gligen = await loadGligen(file)
  const many = Array.from({ length: 31 }, () => boxes[0]!)
  expect(() => groundedPatch({ gligen, boxes: many }, [1, 4, 8, 8])).toThrow('at most 30 are possible')
  await expect(loadGligen(goldenFile('pipelines/lora_unet_te.safetensors'))).rejects.toThrow('is not a GLIGEN model')
})
