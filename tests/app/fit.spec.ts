import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FILES } from '../runtime/picked.ts'
import { sparseFile } from '../runtime/sparse-file.ts'
import { expect, test } from './test.ts'

/** The text-to-image example with SDXL's checkpoint and a LoRA for SD 1.5 beside it. @returns where it lies, and the models */
async function conflicting(userFolder: string, isWired: boolean) {
  const models = join(userFolder, 'models')
  await sparseFile(join(models, 'checkpoints/sdxl.safetensors'), FILES['sdxl.safetensors']!)
  await sparseFile(join(models, 'loras/lora-sd15.safetensors'), FILES['lora-sd15.safetensors']!)
  const example = fileURLToPath(new URL('../../workflows/base-20-steps-cfg.json', import.meta.url))
  const document = JSON.parse(readFileSync(example, 'utf8'))
  const loader = document.nodes.find(({ type }: { type: string }) => type === 'CheckpointLoaderSimple')
  loader.widgets_values = ['sdxl.safetensors']
  const link = isWired ? 900 : null
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
  if (isWired) {
    loader.outputs[0].links.push(link)
    document.links.push([link, loader.id, 0, 20, 0, 'MODEL'])
  }
  Object.assign(document, { last_node_id: 20, last_link_id: 900 })
  const path = join(userFolder, 'conflict.json')
  writeFileSync(path, JSON.stringify(document))
  return { open: [path], models }
}

const sentence = /sdxl.safetensors is for SDXL, and lora-sd15.safetensors is for SD 1.x/

test('a LoRA of another family is marked on its node and on its wire while it is wired, and no longer when it is bypassed', async ({
  start,
  userFolder,
  complaints,
}) => {
  const app = await start(await conflicting(userFolder, true))
  await expect(app.problem(sentence)).toBeVisible()
  await app.click(app.node('LoraLoaderModelOnly'))
  await expect(app.inspector).toContainText(sentence)
  await expect(app.inspector).toContainText('The wire at model: dashed.')
  await app.page.keyboard.press('Escape')
  const input = app.page.getByRole('button', { name: /^Input model, MODEL, the wire brings what does not fit/ })
  await expect(input).toBeAttached()
  await app.focusCanvas()
  await app.page.keyboard.press('Control+b')
  await expect(app.problem(sentence)).toHaveCount(0)
  expect(complaints).toEqual([])
})

test('a wire that is held over a socket says which families it would join, and a wire that joins them says so to the pointer', async ({
  start,
  userFolder,
  complaints,
}) => {
  const app = await start(await conflicting(userFolder, false))
  const { page } = app
  const [from, to] = [
    app.socket('CheckpointLoaderSimple', 'output', 'MODEL'),
    app.socket('LoraLoaderModelOnly', 'input', 'model'),
  ]
  const [begin, end] = [(await from.boundingBox())!, (await to.boundingBox())!]
  await page.mouse.move(begin.x + 5, begin.y + 5)
  await page.mouse.down()
  await page.mouse.move(end.x + 20, end.y + 5, { steps: 4 })
  await page.mouse.move(end.x + 5, end.y + 5, { steps: 2 })
  await expect(page.getByRole('status').filter({ hasText: sentence })).toBeVisible()
  await page.mouse.move(end.x + 5, end.y + 400, { steps: 2 })
  await expect(page.getByRole('status').filter({ hasText: sentence })).toHaveCount(0)
  await page.mouse.move(end.x + 5, end.y + 5, { steps: 2 })
  await page.mouse.up()
  await expect(app.problem(sentence)).toBeVisible()
  await page.mouse.move(end.x - 8, end.y + 5, { steps: 2 })
  await expect(app.canvas).toHaveAttribute('title', sentence)
  expect(complaints).toEqual([])
})
