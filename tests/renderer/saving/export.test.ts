import { afterEach, expect, test, vi } from 'vitest'
import { runCommand } from '../../../renderer/commands/all-commands.ts'
import { exportApi, exportWorkflow, pictureOf } from '../../../renderer/saving/export.ts'
import { selectNodes } from '../../../renderer/studio/selection.ts'
import type { Conflict } from '../../../runtime/contract/answers.ts'
import { openStudio, type Program, textOf } from '../open-studio.ts'

afterEach(() => void vi.unstubAllGlobals())

function open(program: Program, dialogs: boolean) {
  const opened = openStudio(program, { dialogs })
  const text = textOf(['LoadImage', 'fox.png'])
  const document = opened.studio.documents.open({ title: 'fox', path: '/fox.json', version: '1', text })
  const messages = () => opened.studio.notices.store.getState().notices.map(({ message }) => message)
  return { ...opened, document, messages, text }
}

test('on the desktop the program asks where, and a file in the way is a question', async () => {
  const conflict: Conflict = {
    path: '/out/fox.json',
    title: 'fox',
    why: 'taken',
    version: '7',
    modified: 0,
    size: 9,
    nodes: null,
    difference: '',
  }
  const saved = { path: '/out/fox.json', title: 'fox', version: '8', wasGone: false }
  const { studio, document, asked, messages } = open(
    { 'file:export': ({ known }) => (known?.version === '7' ? { saved } : { conflict }) },
    true,
  )
  const done = exportApi(studio, document)
  await expect.poll(() => studio.layout.store.getState().overlay?.kind).toBe('conflict')
  const overlay = studio.layout.store.getState().overlay
  if (overlay?.kind === 'conflict') overlay.answer('replace')
  await done
  const exports = asked.filter(({ channel }) => channel === 'file:export').map(({ args: [about] }) => about)
  expect(exports).toMatchObject([{ path: null, name: 'fox (API)' }, { path: '/out/fox.json' }])
  const prompt = JSON.parse(atob((exports[0] as { bytes: string }).bytes))
  expect(prompt).toMatchObject({ 1: { class_type: 'LoadImage', inputs: { image: 'fox.png' } } })
  expect(messages()).toEqual(['Exported /out/fox.json'])
  expect(document.read()).toMatchObject({ path: '/fox.json', version: '1' })
})

test('in a browser it is a download with the document’s name', async () => {
  const link = { href: '', download: '', click: vi.fn() }
  const { studio, document, asked, text } = open({}, false)
  vi.stubGlobal('document', { createElement: () => link })
  const blobs: Blob[] = []
  vi.spyOn(URL, 'createObjectURL').mockImplementation(blob => `blob:${blobs.push(blob as Blob)}`)
  await exportWorkflow(studio, document)
  expect([link.download, link.click.mock.calls.length]).toEqual(['fox.json', 1])
  expect(JSON.parse(await blobs[0]!.text())).toEqual(JSON.parse(text))
  expect(asked.some(({ channel }) => channel === 'file:export')).toBe(false)
})

test('the picture is that of the selected node, else the last one', () => {
  const { studio, document } = open({}, false)
  expect(pictureOf(studio, document)).toBeUndefined()
  const picture = (filename: string) => ({ filename, subfolder: '', type: 'output' as const })
  for (const [node, name] of [
    ['1', 'a.png'],
    ['2', 'b.png'],
    ['2', 'c.png'],
  ] as const)
    studio.runs.addPicture(document.id, node, picture(name))
  expect(pictureOf(studio, document)).toEqual(picture('c.png'))
  document.select(selectNodes(['1']))
  expect(pictureOf(studio, document)).toEqual(picture('a.png'))
})

test('a file is shown in its folder, and in a browser its path is told', () => {
  const desktop = open({}, true)
  runCommand(desktop.studio, 'file.reveal', desktop.document)
  expect(desktop.asked.filter(({ channel }) => channel === 'workflow:reveal')).toMatchObject([{ args: ['/fox.json'] }])
  const browser = open({}, false)
  runCommand(browser.studio, 'file.reveal', browser.document)
  expect(browser.messages()).toEqual(['A browser cannot open folders. The file is /fox.json'])
})
