import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSafetensors } from '../../../engine/checkpoint/files/safetensors.ts'
import { writeSafetensors } from '../../../engine/checkpoint/files/safetensors-writer.ts'
import { layerOrMixture } from '../../../engine/networks/mixture.ts'
import { feedForward } from '../../../engine/networks/unet.ts'
import { Graph } from '../../../engine/onnx/graph.ts'
import { Value } from '../../../engine/onnx/value.ts'
import { Weights } from '../../../engine/onnx/weights.ts'
import { createSession } from '../../../engine/runtime/session.ts'
import { tensor } from '../../../engine/tensor/tensor.ts'
import { readGolden } from '../../goldens/read.ts'
import { expectClose, goldenWeights, type RunOptions, runNetwork } from './run-graph.ts'

const io = readGolden('nets/segmoe.io.safetensors')

const run = async (layer: string, k: number, options: RunOptions = {}, output: 'y' | 'shares' = 'y') => {
  const weights = await goldenWeights('nets/segmoe.weights.safetensors')
  const write = layer === 'ff' ? forward : (w: Weights, x: Value) => x.linear(w)
  return runNetwork(
    weights,
    { x: io.get(`${layer}.x`)!, count: tensor([1], Float32Array.of(k)) },
    (w, { x, count }) => {
      let shares: Value | undefined
      const y = layerOrMixture(w.at(layer), x!, write, { count: count!, chosen: (_, of) => (shares = of) })
      return output === 'y' ? y : shares!
    },
    options,
  )
}
const forward = (w: Weights, x: Value) => feedForward(w.at('net'), x)

const cases = ['attn1.to_q', 'attn2.to_k', 'ff'].flatMap(layer => [1, 2].map(k => [layer, k] as const))

test.each(cases)('%s with %i of 3 experts gives the same as SegMoE', async (layer, k) => {
  expectClose(await run(layer, k), io.get(`${layer}.top${k}.y`)!, 1e-5)
})

test.each(cases)('%s with %i of 3 experts gives the same where the graph has no conditions', async (layer, k) => {
  expectClose(await run(layer, k, { conditions: false }), io.get(`${layer}.top${k}.y`)!, 1e-5)
})

test.each(cases)('%s with %i of 3 experts chooses the same as SegMoE', async (layer, k) => {
  const { data } = await run(layer, k, {}, 'shares')
  const picked = io.get(`${layer}.top${k}.picked`)!.data
  expect([...data].map((share, i) => (share > 0 ? i : -1)).filter(i => i >= 0)).toEqual([...picked].sort())
  expect([...data].reduce((a, b) => a + b)).toBeCloseTo(1, 5)
})

const mappings = '/proc/self/smaps'
/** Bytes of a mapped file that are in this process' memory. */
function bytesInMemory(path: string): number {
  const parts = readFileSync(mappings, 'utf8').split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m)
  const own = parts.filter(part => part.split('\n', 1)[0]!.endsWith(path))
  return own.reduce((sum, part) => sum + 1024 * Number(/^Rss: +(\d+) kB$/m.exec(part)![1]), 0)
}

test.skipIf(!existsSync(mappings))(
  'experts that are not chosen are not read from the file (needs Linux’ /proc)',
  async () => {
    const [width, out, experts] = [256, 4096, 4]
    const folder = await mkdtemp(join(tmpdir(), 'mixture-'))
    const path = join(folder, 'wide.safetensors')
    const values = (n: number) => new Uint8Array(Float32Array.from({ length: n }, (_, i) => Math.sin(i)).buffer)
    const specs = [
      ...Array.from({ length: experts }, (_, i) => ({ name: `to_q.experts.${i}.weight`, shape: [out, width] })),
      { name: 'to_q.gate.weight', shape: [experts, width] },
    ].map(spec => ({ ...spec, dtype: 'F32' as const }))
    await writeSafetensors(path, specs, ({ shape }) => [values(shape[0]! * shape[1]!)])
    const file = await openSafetensors(path)
    const graph = new Graph('mixture')
    const x = Value.input(graph, 'x', [1, 2, width])
    layerOrMixture(new Weights(graph, file).at('to_q'), x, (w, x) => x.linear(w)).output('y')
    const session = await createSession(graph, { device: 'cpu', threads: 1, root: path })
    await session.run({
      x: tensor(
        [1, 2, width],
        Float32Array.from({ length: 2 * width }, (_, i) => Math.cos(i)),
      ),
    })
    const one = 4 * width * out
    expect(bytesInMemory(file.path)).toBeGreaterThan(0.9 * one)
    expect(bytesInMemory(file.path)).toBeLessThan(1.5 * one)
    await session.release()
    await rm(folder, { recursive: true })
  },
)
