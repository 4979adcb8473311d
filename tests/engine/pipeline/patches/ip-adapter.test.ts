import { expect, test } from 'vitest'
import { openSafetensors } from '../../../../engine/checkpoint/files/safetensors.ts'
import { imageTokens } from '../../../../engine/networks/ip-adapter.ts'
import { Graph } from '../../../../engine/onnx/graph.ts'
import { Value } from '../../../../engine/onnx/value.ts'
import { Weights } from '../../../../engine/onnx/weights.ts'
import { type EmbedsScaling, type IpAdapterUse, ipAdapter } from '../../../../engine/pipeline/patches/ip-adapter.ts'
import type { Tensor } from '../../../../engine/tensor/tensor.ts'
import { readGolden, readGoldenJson } from '../../../goldens/read.ts'
import { goldenFile } from '../../../nodes/tiny.ts'
import { expectClose, runNetwork } from '../../networks/run-graph.ts'
import { sessions } from '../../runtime/shared-sessions.ts'

/** What torch makes of the formulas of ComfyUI_IPAdapter_plus (tests/goldens/make/ip-adapter.py). */
const name = 'nets/ip_adapter_forms.safetensors'
const goldens = readGolden(name)
const { path, tensors } = await openSafetensors(goldenFile(name).path)
interface Case {
  readonly scaling: EmbedsScaling
  readonly unfold?: boolean
  readonly mask?: boolean
  readonly latent: readonly [height: number, width: number]
}
const { cases, images } = readGoldenJson<{
  cases: Case[]
  images: { row: number; isNegative: boolean }[]
}>('nets/ip_adapter_forms.json')

const place = { part: 'input', number: 1, layer: 0 } as const

/** What an adapter makes of the attention of a case: the weight counts at its only transformer. */
async function attended(i: number, weight: number, isOn = true): Promise<Tensor> {
  const { scaling, unfold = false, mask, latent } = cases[i]!
  const [q, y] = [goldens.get(`${i}.q`)!, goldens.get(`${i}.y`)!]
  const use: IpAdapterUse = {
    kind: 'ip-adapter',
    file: goldenFile(name),
    tensors,
    attentions: [{ ...place, transformer: 0 }],
    weights: [weight],
    tokens: { drawn: goldens.get('drawn')!, avoided: goldens.get('avoided')! },
    scaling,
    unfold,
    range: { start: 0, end: 1 },
    ...(mask && { mask: goldens.get('mask')! }),
  }
  const patch = ipAdapter(use, { name: 'patch0', isOn })
  const build = () => {
    const graph = new Graph('test')
    const hooks = patch.hooks(new Weights(graph, { path, tensors: new Map() }), { height: latent[0], width: latent[1] })
    const [at, before] = [Value.input(graph, 'q', q.dims), Value.input(graph, 'y', y.dims)]
    hooks.crossAttention!(before, at, 2, place).output('out')
    return graph
  }
  const request = { key: JSON.stringify([patch.key, q.dims]), label: 'test', root: path, build }
  return (await sessions.run(request, { q, y, ...patch.feeds, ...patch.imageFeeds!(images) })).out!
}

test.each(cases.map((c, i) => [i, JSON.stringify(c)] as const))('adds what torch adds (case %i: %s)', async i => {
  expectClose(await attended(i, 0.7), goldens.get(`${i}.out`)!, 1e-4)
  const plain = goldens.get(`${i}.y`)!.data
  expect((await attended(i, 0)).data).toEqual(plain)
  expect((await attended(i, 0.7, false)).data).toEqual(plain)
})

test('full face projects every token of the picture', async () => {
  const write = (w: Weights, { x }: Readonly<Record<string, Value>>) => imageTokens(w.at('image_proj'), x!)
  const tokens = await runNetwork({ path, tensors }, { x: goldens.get('face.seen')! }, write)
  expectClose(tokens, goldens.get('face.tokens')!, 1e-4)
})
