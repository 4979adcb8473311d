import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Elsewhere } from '../../../runtime/contract/answers.ts'
import type { Settings } from '../../../runtime/contract/settings.ts'
import { type Editor, openEditor } from '../../../runtime/editor/editor.ts'
import { answer } from '../../../runtime/editor/page/answer.ts'
import { browserShell } from '../../../runtime/editor/page/shell.ts'
import { forkEngine } from '../../../runtime/engine-process/fork.ts'
import { grey } from './files/grey.ts'

const folder = mkdtempSync(join(tmpdir(), 'leapgraph-concurrent-'))
const open = (): Promise<Editor> =>
  openEditor({
    version: '0',
    userFolder: folder,
    outputFolder: join(folder, 'output'),
    inputFolder: join(folder, 'input'),
    startEngine: () => forkEngine(),
    shell: browserShell,
  })
let editor: Editor
beforeAll(async () => {
  editor = await open()
})
afterAll(() => editor.close())

/** A window, what it asks, and what it was told last about the documents of others. */
function window() {
  let elsewhere: readonly Elsewhere[] = []
  const handedOver: string[] = []
  const { handlers, close } = editor.openWindow((event, data) => {
    if (event === 'elsewhere') elsewhere = data as readonly Elsewhere[]
    if (event === 'handover') handedOver.push(String(data))
  })
  return {
    close,
    handedOver,
    elsewhere: () => elsewhere.map(({ title, isShown }) => (isShown ? title : `${title} (free)`)),
    ask: (channel: string, ...args: unknown[]) => answer(handlers, channel, args),
  }
}
const tab = (id: string, revision: number, text = `{"nodes":[],"at":"${id} ${revision}"}`) => ({
  id,
  title: id,
  path: null,
  revision,
  dirty: true,
  text,
})
interface Began {
  readonly tabs: { readonly order: string[]; readonly documents: { readonly id: string; readonly text: string }[] }
  readonly elsewhere: readonly Elsewhere[]
}

test('thirty pairs of settings changed at the same time are all kept', async () => {
  const { ask, close } = window()
  const pairs = Array.from({ length: 30 }, (_, i) => [
    ask('settings:change', { minimap: i % 2 === 0 }),
    ask('settings:change', { shortcuts: { new: `F${i}` } }),
  ])
  for (const [i, pair] of pairs.entries()) {
    const [, last] = (await Promise.all(pair)) as [Settings, Settings]
    expect([last.minimap, last.shortcuts]).toEqual([i % 2 === 0, { new: `F${i}` }])
  }
  expect(await ask('settings:change', {})).toMatchObject({ minimap: false, shortcuts: { new: 'F29' } })
  await ask('settings:change', { shortcuts: {} })
  close()
})

test('thirty pairs of journal writes of one document at the same time keep the last', async () => {
  const { ask, close } = window()
  await Promise.all(
    Array.from({ length: 30 }, (_, i) => [
      ask('journal:write', tab('written', 2 * i + 1)),
      ask('journal:write', tab('written', 2 * i + 2)),
    ]).flat(),
  )
  const { tabs } = (await ask('editor:start')) as Began
  expect(tabs.documents.find(({ id }) => id === 'written')?.text).toContain('written 60')
  await ask('journal:forget', 'written')
  close()
})

test('thirty pairs of uploads of one name through two windows keep both contents', async () => {
  const [first, second] = [window(), window()]
  const up = async (ask: typeof first.ask, name: string, level: number) =>
    ask('picture:upload', { name, bytes: (await grey(level)).toString('base64') })
  const names = await Promise.all(
    Array.from({ length: 30 }, (_, i) => [up(first.ask, `${i}.png`, i), up(second.ask, `${i}.png`, 100 + i)]).flat(),
  )
  expect(new Set(names).size).toBe(60)
  const contents = readdirSync(join(folder, 'input')).map(name => readFileSync(join(folder, 'input', name), 'base64'))
  expect(new Set(contents).size).toBe(60)
  first.close()
  second.close()
})

test('a document belongs to one window, and goes to the one that takes it over with its last edits', async () => {
  const [first, second] = [window(), window()]
  await first.ask('editor:start')
  await first.ask('journal:write', tab('a', 1))
  await first.ask('journal:tabs', { order: ['a'], active: 'a' })
  const began = (await second.ask('editor:start')) as Began
  expect([began.tabs.documents, began.elsewhere]).toEqual([[], [{ id: 'a', title: 'a', isShown: true }]])
  await expect(second.ask('journal:write', tab('a', 9))).rejects.toThrow('a is open in another window')
  await expect(second.ask('journal:forget', 'a')).rejects.toThrow('a is open in another window')
  await second.ask('journal:write', tab('b', 1))
  await second.ask('journal:tabs', { order: ['b'], active: 'b' })
  expect(first.elsewhere()).toEqual(['b'])

  const taken = second.ask('document:take', 'a') as Promise<{ tab: { text: string } }>
  await expect.poll(() => first.handedOver).toEqual(['a'])
  await first.ask('journal:write', tab('a', 2))
  await first.ask('document:release', 'a')
  expect((await taken).tab.text).toContain('a 2')
  expect(first.elsewhere()).toEqual(['a', 'b'])
  await expect(first.ask('journal:write', tab('a', 3))).rejects.toThrow('a is open in another window')

  first.close()
  second.close()
  const next = window()
  const restored = (await next.ask('editor:start')) as Began
  expect(restored.tabs.order).toEqual(['a', 'b'])
  expect(restored.tabs.documents.map(({ id }) => id)).toEqual(['a', 'b'])
  next.close()
})

test('after a restart a window keeps the documents that it shows, and a new one gets the others', async () => {
  await editor.close()
  editor = await open()
  const [back, fresh] = [window(), window()]
  const kept = (await back.ask('editor:start', ['b'])) as Began
  expect(kept.tabs.documents.map(({ id }) => id)).toEqual(['b'])
  const given = (await fresh.ask('editor:start')) as Began
  expect(given.tabs.documents.map(({ id }) => id)).toEqual(['a'])
  expect(back.elsewhere()).toEqual(['a'])
  fresh.close()
  expect(back.elsewhere()).toEqual(['a (free)'])
  back.close()
})

test('windows that come back together keep what they show, and none is told an older state than it knows', async () => {
  await editor.close()
  editor = await open()
  const [taker, owner] = [window(), window()]
  const began = taker.ask('editor:start', []) as Promise<Began>
  const back = owner.ask('editor:start', ['b']) as Promise<Began>
  const taken = taker.ask('document:take', 'b') as Promise<{ tab: { text: string } }>
  await expect.poll(() => owner.handedOver).toEqual(['b'])
  await owner.ask('journal:write', tab('b', 2))
  await owner.ask('document:release', 'b')
  expect((await taken).tab.text).toContain('b 2')
  expect((await began).elsewhere).toEqual([{ id: 'a', title: 'a', isShown: false }])
  expect((await back).elsewhere).toContainEqual({ id: 'b', title: 'b', isShown: true })
  taker.close()
  owner.close()
})
