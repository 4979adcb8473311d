import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { editor } from './editor.ts'
import { electronKind, launchDesktop } from './launch.ts'
import { expect, test } from './test.ts'

const shipped = fileURLToPath(new URL('../../workflows', import.meta.url))
const picture = { filename: 'made.png', subfolder: '', type: 'output' }

test('a picture goes to the system’s clipboard and file window, a workflow to its recent documents', async ({
  userFolder,
}) => {
  test.skip(electronKind() === 'real', 'this asks the stand-in what the system was told')
  const output = join(userFolder, 'output')
  mkdirSync(output)
  copyFileSync(join(shipped, 'pictures/hyper-sd-1-step.png'), join(output, 'made.png'))
  const workflow = join(userFolder, 'mine.json')
  copyFileSync(join(shipped, 'hyper-sd-1-step.json'), workflow)
  const { app, page } = await launchDesktop({ userFolder, open: [workflow] })
  await editor(page).opens('mine')
  await page.evaluate(async picture => {
    const { request } = Reflect.get(window, 'leapgraph') as { request(...all: unknown[]): Promise<unknown> }
    await request('picture:copy', picture)
    await request('picture:reveal', picture)
  }, picture)
  const told = await app.evaluate(async ({ app, clipboard, shell }) => {
    const [item] = await clipboard.read()
    const copied = await item!.getType('image/png')
    const head = [...new Uint8Array(await copied.arrayBuffer())].slice(1, 4)
    const { recentDocuments } = app as unknown as { recentDocuments: string[] }
    return { head: String.fromCharCode(...head), revealed: Reflect.get(shell, 'revealed'), recentDocuments }
  })
  expect(told).toEqual({
    head: 'PNG',
    revealed: [join(output, 'made.png')],
    recentDocuments: [workflow],
  })
  const refused = page.evaluate(picture => {
    const { request } = Reflect.get(window, 'leapgraph') as { request(...all: unknown[]): Promise<unknown> }
    return request('picture:reveal', { ...picture, filename: 'gone.png' })
  }, picture)
  await expect(refused).rejects.toThrow('gone.png no longer exists')
  await app.close()
})
