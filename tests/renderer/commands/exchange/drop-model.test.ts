import { readFile } from 'node:fs/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { dropModel } from '../../../../renderer/commands/exchange/drop-model.ts'
import type { DroppedModel } from '../../../../runtime/contract/answers.ts'
import { openStudio, textOf } from '../../open-studio.ts'

afterEach(() => void vi.unstubAllGlobals())

const path = new URL('../../../../models/loras/micro-hyper-lora.safetensors', import.meta.url)
const bytes = await readFile(path)
const lora: DroppedModel = {
  what: 'LoRA for SD 1.x',
  folder: 'loras',
  directory: '/models/loras',
  found: 'a.safetensors',
}

async function drop(model: DroppedModel) {
  const { studio, asked } = openStudio({ 'model:describe': () => model })
  const document = studio.documents.open({ title: 'A', path: null, text: textOf(['VAELoader', 'a']) })
  await dropModel(studio, () => document, new File([bytes], 'a.safetensors'), [40, 60])
  return { asked, nodes: document.read().present.nodes, notices: studio.notices.store.getState() }
}

test('a model file that is dropped is described by its header alone, and its loader is placed there', async () => {
  const { asked, nodes, notices } = await drop(lora)
  const sent = asked.find(({ channel }) => channel === 'model:describe')!.args[0] as { bytes: string; size: number }
  expect(sent.size).toBe(bytes.length)
  expect(Buffer.from(sent.bytes, 'base64').length).toBe(8 + Number(bytes.readBigUInt64LE(0)))
  expect(nodes[1]).toMatchObject({ type: 'LoraLoader', widgets_values: ['a.safetensors', 1, 1] })
  expect(JSON.stringify(notices)).toContain('a.safetensors is a LoRA for SD 1.x. A Load LoRA node was added for it.')
})

test('one that lies in no models folder says where to move it; an embedding says how it is used', async () => {
  expect(JSON.stringify((await drop({ ...lora, found: null })).notices)).toContain('Move the file into /models/loras')
  const embedding = await drop({ ...lora, what: 'embedding', folder: 'embeddings' })
  expect(embedding.nodes).toHaveLength(1)
  expect(JSON.stringify(embedding.notices)).toContain('is an embedding. Write embedding:a in a prompt to use it.')
})

test('a file that only has the name of a model is reported and places nothing', async () => {
  const { studio, asked } = openStudio()
  const document = studio.documents.open({ title: 'A', path: null, text: textOf(['VAELoader', 'a']) })
  await dropModel(studio, () => document, new File(['x'], 'a.safetensors'), null)
  expect(asked.map(({ channel }) => channel)).not.toContain('model:describe')
  expect(JSON.stringify(studio.notices.store.getState())).toContain('a.safetensors is not a .safetensors file')
})
