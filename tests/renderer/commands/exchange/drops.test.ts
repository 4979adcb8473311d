import { expect, test } from 'vitest'
import { listenToDrops, nodeMime } from '../../../../renderer/commands/exchange/drops.ts'
import type { CanvasView } from '../../../../renderer/studio/canvas-view.ts'
import { selectNodes } from '../../../../renderer/studio/selection.ts'
import { caseBytes } from '../../../fixtures/read-case.ts'
import { openStudio, type Program, textOf } from '../../open-studio.ts'

const picture = (name: string, ...words: string[]) => new File(words, name, { type: 'image/png' })

/** A window with these documents, the last one in front, on which things are dropped. */
function openWindow(documents: Readonly<Record<string, string>>, program: Program = {}) {
  const opened = openStudio({ 'picture:upload': ({ name }) => name, ...program })
  const { studio, page } = opened
  const handles = Object.entries(documents).map(([title, text]) => studio.documents.open({ title, path: null, text }))
  const end = listenToDrops(studio)
  return {
    ...opened,
    handles,
    end,
    drop(dropped: { readonly node?: object; readonly files?: readonly File[] }) {
      const { node, files = [] } = dropped
      const dataTransfer = { getData: (type: string) => (node && type === nodeMime ? JSON.stringify(node) : ''), files }
      page.dispatchEvent(Object.assign(new Event('drop'), { clientX: 0, clientY: 0, dataTransfer }))
    },
    /** The canvas shows the document in front, and this node of it is where things are dropped. */
    underPointer(node: string | null) {
      const view = { fromWindow: () => [700, 300], nodeAt: () => node, keepInView() {}, sizeOf: () => [200, 100] }
      studio.canvas.current = view as unknown as CanvasView
    },
    notices: () => studio.notices.store.getState().notices.map(({ message }) => message),
    /** `A: LoadImage cat.png, VAEDecode` */
    contents: () =>
      studio.documents.store
        .getState()
        .documents.map(
          ({ title, present }) =>
            `${title}: ${present.nodes.map(node => [node.type, (node.widgets_values as string[])?.[0]].filter(Boolean).join(' ')).join(', ')}`,
        )
        .toSorted(),
  }
}

test('a node is placed in the document in front, with the values it was dragged with', async () => {
  const window = openWindow({ A: textOf(), B: textOf() })
  window.drop({ node: { type: 'VAELoader', values: { vae_name: 'fine.safetensors' } } })
  await expect.poll(window.contents).toEqual(['A: ', 'B: VAELoader fine.safetensors'])
})

test('with nothing open, everything that is dropped at once goes into one new document', async () => {
  const window = openWindow({})
  window.drop({ files: [picture('cat.png'), picture('dog.png')] })
  await expect.poll(window.contents).toEqual(['Untitled: LoadImage cat.png, LoadImage dog.png'])
})

test('what is wrong with several files that are dropped is one notice with a list', async () => {
  const { studio, ...window } = openWindow(
    {
      A: textOf(),
    },
    {
      'workflow:read': ({ name }) => {
        throw new Error(`${name} is not a workflow.`)
      },
    },
  )
  const files = ['a.json', 'b.json', 'c.exe'].map(name => new File(['x'], name))
  window.drop({ files })
  await expect.poll(() => studio.notices.store.getState().notices).toHaveLength(1)
  expect(studio.notices.store.getState().notices[0]).toMatchObject({
    message: 'About the files that were dropped:',
    list: [expect.stringContaining('c.exe was dropped, but'), 'a.json is not a workflow.', 'b.json is not a workflow.'],
  })
  window.drop({ files: files.slice(0, 1) })
  await expect.poll(window.notices).toEqual(['About the files that were dropped:', 'a.json is not a workflow.'])
})

test('a picture goes into the document it was dropped on, whichever is in front when it has been copied', async () => {
  const window = openWindow(
    { A: textOf(), B: textOf() },
    {
      'picture:upload': ({ name }) => {
        window.handles[0]!.show()
        return name
      },
    },
  )
  window.drop({ files: [picture('cat.png')] })
  await expect.poll(window.contents).toEqual(['A: ', 'B: LoadImage cat.png'])
  await expect.poll(window.notices).toEqual([expect.stringContaining('picture of a new Load Image node')])
})

test('a picture for a document that was closed meanwhile opens nothing, and a notice says where it is', async () => {
  const window = openWindow(
    { A: textOf(), B: textOf() },
    {
      'picture:upload': ({ name }) => {
        window.handles[1]!.close()
        return name
      },
    },
  )
  window.drop({ files: [picture('cat.png')] })
  await expect.poll(window.notices).toEqual([expect.stringContaining('cat.png is in the input folder')])
  expect(window.contents()).toEqual(['A: '])
})

const twoLoaders = { A: textOf(['LoadImage', 'old.png', 'image'], ['LoadImage', 'older.png', 'image']) }

test('a picture dropped on the empty canvas becomes a new node at the pointer, whatever is selected', async () => {
  const window = openWindow(twoLoaders, { 'picture:upload': () => 'cat (1).png' })
  window.handles[0]!.select(selectNodes(['2']))
  window.underPointer(null)
  window.drop({ files: [picture('cat.png')] })
  await expect.poll(window.contents).toEqual(['A: LoadImage old.png, LoadImage older.png, LoadImage cat (1).png'])
  expect(window.handles[0]!.read().present.nodes[2]!.pos).toEqual([700, 300])
  await expect
    .poll(window.notices)
    .toEqual([expect.stringContaining('its copy cat (1).png is now the picture of a new')])
})

test('a picture goes into the Load Image node it is dropped on, also if another one is selected', async () => {
  const window = openWindow(twoLoaders)
  window.handles[0]!.select(selectNodes(['2']))
  window.underPointer('1')
  window.drop({ files: [picture('cat.png')] })
  await expect.poll(window.contents).toEqual(['A: LoadImage cat.png, LoadImage older.png'])
})

test('a model file is not opened; a notice says where it belongs', async () => {
  const window = openWindow({ A: textOf() })
  window.drop({ files: [new File(['\0\x01'], 'fox.ckpt')] })
  await expect.poll(window.notices).toEqual([expect.stringMatching(/fox.ckpt is a model file.*Settings › Folders/)])
  expect(window.asked.map(({ channel }) => channel)).not.toContain('workflow:read')
})

test('a file of another kind is not read; a notice says what can be dropped', async () => {
  const window = openWindow({ A: textOf() })
  window.drop({ files: [new File(['...'], 'film.mp4', { type: 'video/mp4' })] })
  await expect
    .poll(window.notices)
    .toEqual([
      'film.mp4 was dropped, but Leapgraph does not read such files. Drop a workflow (.json), a picture, or generation parameters as text (.txt).',
    ])
  expect(window.contents()).toEqual(['A: '])
})

test('a picture that carries a workflow opens it, as any other file does', async () => {
  const window = openWindow(
    { A: textOf() },
    { 'workflow:read': ({ name }) => ({ title: name, path: null, text: textOf(['VAEDecode']) }) },
  )
  window.drop({
    files: [
      new File([caseBytes('itxt-compressed.png').slice()], 'made.png', { type: 'image/png' }),
      new File(['{}'], 'b.json'),
    ],
  })
  await expect.poll(window.contents).toEqual(['b.json: VAEDecode', 'made.png: VAEDecode'])
})

test('a picture that carries a workflow goes into the Load Image node that it is dropped on', async () => {
  const window = openWindow(twoLoaders)
  window.underPointer('2')
  window.drop({ files: [new File([caseBytes('itxt-compressed.png').slice()], 'made.png', { type: 'image/png' })] })
  await expect.poll(window.contents).toEqual(['A: LoadImage old.png, LoadImage made.png'])
})

test('a picture may name its workflow in capitals', async () => {
  const window = openWindow({}, { 'workflow:read': ({ name }) => ({ title: name, path: null, text: textOf() }) })
  window.drop({ files: [new File([caseBytes('exif-both.webp').slice()], 'cat.webp', { type: 'image/webp' })] })
  await expect.poll(window.contents).toEqual(['cat.webp: '])
})

test('once it has ended, it hears no drop', async () => {
  const window = openWindow({ A: textOf() })
  window.end()
  window.drop({ node: { type: 'VAELoader' } })
  expect(window.contents()).toEqual(['A: '])
})
