import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FILES } from '../runtime/picked.ts'
import { sparseFile } from '../runtime/sparse-file.ts'
import { expect, test } from './test.ts'

test('a LoRA of another family is marked on its node while it is wired, and no longer when it is bypassed', async ({
  start,
  userFolder,
  complaints,
}) => {
  const models = join(userFolder, 'models')
  await sparseFile(join(models, 'checkpoints/sdxl.safetensors'), FILES['sdxl.safetensors']!)
  await sparseFile(join(models, 'loras/lora-sd15.safetensors'), FILES['lora-sd15.safetensors']!)
  const example = fileURLToPath(new URL('../../workflows/base-20-steps-cfg.json', import.meta.url))
  const document = JSON.parse(readFileSync(example, 'utf8'))
  const loader = document.nodes.find(({ type }: { type: string }) => type === 'CheckpointLoaderSimple')
  loader.widgets_values = ['sdxl.safetensors']
  const link = 900
  document.nodes.push({
    id: 20,
    type: 'LoraLoaderModelOnly',
    pos: [60, 520],
    size: [230, 82],
    flags: {},
    mode: 0,
    inputs: [{ name: 'model', type: 'MODEL', link }],
    outputs: [{ name: 'MODEL', type: 'MODEL', links: [] }],
    properties: {},
    widgets_values: ['lora-sd15.safetensors', 1],
  })
  loader.outputs[0].links.push(link)
  document.links.push([link, loader.id, 0, 20, 0, 'MODEL'])
  Object.assign(document, { last_node_id: 20, last_link_id: link })
  const path = join(userFolder, 'conflict.json')
  writeFileSync(path, JSON.stringify(document))
  const app = await start({ open: [path], models })
  const sentence = /sdxl.safetensors is for SDXL, and lora-sd15.safetensors is for SD 1.x/
  await expect(app.problem(sentence)).toBeVisible()
  await app.click(app.node('LoraLoaderModelOnly'))
  await expect(app.inspector).toContainText(sentence)
  await app.focusCanvas()
  await app.page.keyboard.press('Control+b')
  await expect(app.problem(sentence)).toHaveCount(0)
  expect(complaints).toEqual([])
})
