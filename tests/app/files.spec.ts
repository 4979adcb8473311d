import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { dropFile } from './drop-file.ts'
import { storedTabs } from './stored.ts'
import { expect, test } from './test.ts'

const workflow = fileURLToPath(new URL('../../workflows/hyper-sd-1-step.json', import.meta.url))
const picture = fileURLToPath(new URL('../../workflows/pictures/hyper-sd-1-step.png', import.meta.url))

const placeOf = (text: string, type: string): unknown =>
  JSON.parse(text).nodes.find((node: { type: string }) => node.type === type).pos

/** Where a node of the only tab is, according to the journal on disk. */
function journalledPlace(userFolder: string, type: string): unknown {
  const [tab] = storedTabs(userFolder).documents
  return placeOf(tab!.text, type)
}

test('an edit that is in the journal survives a power cut', async ({ start, userFolder }) => {
  const app = await start({ open: [workflow], alone: true })
  await app.dragTitle('VAEDecode', 60, -80)
  const moved = (await app.node('VAEDecode').boundingBox())!
  const other = (await app.node('SaveImage').boundingBox())!
  const before = placeOf(readFileSync(workflow, 'utf8'), 'VAEDecode')
  await expect(() => expect(journalledPlace(userFolder, 'VAEDecode')).not.toEqual(before)).toPass()
  await app.kill()
  const again = await start()
  await again.opens('hyper-sd-1-step')
  const there = (await again.node('VAEDecode').boundingBox())!
  const beside = (await again.node('SaveImage').boundingBox())!
  // The view may lie elsewhere; what stands beside what may not.
  const scale = beside.width / other.width
  expect((there.x - beside.x) / scale).toBeCloseTo(moved.x - other.x, 0)
  await expect(again.page.getByRole('button', { name: 'hyper-sd-1-step, not saved' })).toBeVisible()
})

test('a file that the program is started with again shows its tab, with the edits', async ({ start, userFolder }) => {
  const app = await start({ open: [workflow], alone: true })
  await app.focusCanvas()
  await app.page.keyboard.press('ArrowRight')
  await app.page.keyboard.press('Control+ArrowRight')
  const unsaved = 'hyper-sd-1-step, not saved'
  await expect(app.page.getByRole('button', { name: unsaved })).toBeVisible()
  await expect(() => expect(storedTabs(userFolder).documents[0]?.dirty).toBeTruthy()).toPass()
  await app.kill()
  const again = await start({ open: [workflow] })
  await expect(again.page.getByRole('button', { name: unsaved })).toBeVisible()
  await expect(again.page.getByRole('list', { name: 'Open workflows' }).getByRole('listitem')).toHaveCount(1)
})

test('a picture made by a workflow opens that workflow when it is dropped', async ({ start }) => {
  const app = await start()
  await app.page.keyboard.press('Escape')
  await dropFile(app.page, 'rocket.png', 'image/png', readFileSync(picture))
  await app.opens('rocket')
  await expect(app.node('SamplerCustom')).toBeAttached()
})

test('a broken file is told in one sentence and changes nothing', async ({ start }) => {
  const app = await start({ open: [workflow] })
  const count = await app.nodes.count()
  for (const [name, type, text] of [
    ['broken.json', 'application/json', '{"nodes": ['],
    ['letter.json', 'application/json', '{"dear": "aunt"}'],
    ['broken.png', 'image/png', '\x89PNG\r\n\x1a\nworkflow\0{'],
    ['song.mp3', 'audio/mpeg', 'ID3\x03\0'],
  ] as const) {
    await dropFile(app.page, name, type, Buffer.from(text, 'latin1'))
    await expect(app.page.getByText(new RegExp(name)).first()).toBeVisible()
  }
  await expect(app.nodes).toHaveCount(count)
  await expect(app.page.getByRole('list', { name: 'Open workflows' }).getByRole('listitem')).toHaveCount(1)
})

test('a saved file is the document, and opens again as it was', async ({ start, userFolder }) => {
  const file = join(userFolder, 'mine.json')
  writeFileSync(file, readFileSync(workflow))
  const app = await start({ open: [file] })
  await app.opens('mine')
  await app.focusCanvas()
  await app.page.keyboard.press('ArrowRight')
  await app.page.keyboard.press('Control+ArrowRight')
  await expect(app.page.getByRole('button', { name: 'mine, not saved' })).toBeVisible()
  await app.page.keyboard.press('Control+s')
  await expect(app.page.getByRole('button', { name: 'mine', exact: true })).toBeVisible()
  const [before, after] = [workflow, file].map(path => JSON.parse(readFileSync(path!, 'utf8')))
  const changed = after.nodes.filter(
    (node: { pos: unknown }, i: number) => JSON.stringify(node) !== JSON.stringify(before.nodes[i]),
  )
  expect(changed).toHaveLength(1)
  expect(changed[0].pos[0]).toBe(before.nodes.find(({ id }: { id: number }) => id === changed[0].id).pos[0] + 10)
})
