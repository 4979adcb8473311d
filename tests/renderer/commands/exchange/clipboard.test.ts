import { expect, test, vi } from 'vitest'
import { addNote } from '../../../../graph/edit/nodes.ts'
import { commandOf } from '../../../../renderer/commands/all-commands.ts'
import { selectNodes } from '../../../../renderer/studio/selection.ts'
import { openStudio, type Program, textOf } from '../../open-studio.ts'

/** A clipboard that a page may read; `meanwhile` happens before it answers. */
function stubClipboard({ text = '', items = [], meanwhile = () => {} }: Partial<Clipboard> = {}) {
  const clipboard = { text, items }
  vi.stubGlobal('navigator', {
    clipboard: {
      read: async () => {
        meanwhile()
        return clipboard.items
      },
      readText: async () => clipboard.text,
      writeText: async (written: string) => {
        meanwhile()
        clipboard.text = written
      },
    },
  })
  return clipboard
}

interface Clipboard {
  readonly text: string
  readonly items: readonly object[]
  meanwhile(): void
}

const picture = {
  types: ['image/png'],
  getType: async () => new Blob([new Uint8Array(3)], { type: 'image/png' }),
}

/** A document with a wired pair of nodes, both selected, and an empty one behind. */
function openTwo(program: Program = {}) {
  const { studio } = openStudio({ 'picture:upload': ({ name }) => name, ...program })
  const b = studio.documents.open({ title: 'B', path: '/b.json', text: textOf() })
  const a = studio.documents.open({ title: 'A', path: '/a.json', text: textOf(['VAELoader', 'a'], ['LoadImage', 'b']) })
  a.select(selectNodes(['1', '2']))
  const types = () =>
    Object.fromEntries(
      studio.documents.store
        .getState()
        .documents.map(({ title, present }) => [title, present.nodes.map(({ type }) => type).join(' ')]),
    )
  const run = async (id: string) => void (await commandOf(studio, id).run(studio, studio.documents.active()))
  const notices = () => studio.notices.store.getState().notices.map(({ message }) => message)
  return { studio, a, b, types, run, notices }
}

test('copied nodes are pasted into the document that was in front when paste was asked for', async () => {
  const { a, b, types, run } = openTwo()
  const { text } = await copied(run)
  stubClipboard({ text, meanwhile: () => a.show() })
  b.show()
  await run('edit.paste')
  expect(types()).toEqual({ A: 'VAELoader LoadImage', B: 'VAELoader LoadImage' })
  expect(b.read()).toMatchObject({ undoable: 'Paste 2 nodes', selection: { nodes: new Set(['1', '2']) } })
})

async function copied(run: (id: string) => Promise<void>) {
  const clipboard = stubClipboard()
  await run('edit.copy')
  return clipboard
}

test('cut removes what it copied, even if another tab is in front and something else is selected by then', async () => {
  const { a, b, types, run } = openTwo()
  b.change('Add note', addNote('stays', [0, 0]))
  a.select(selectNodes(['2']))
  stubClipboard({
    meanwhile: () => {
      a.select(selectNodes(['1']))
      b.show()
      b.select(selectNodes(['1']))
    },
  })
  await run('edit.cut')
  expect(types()).toEqual({ A: 'VAELoader', B: 'Note' })
})

test('a picture from the clipboard becomes a Load Image node of the document that was in front', async () => {
  const { studio, a, b, types, run } = openTwo()
  stubClipboard({ items: [picture], meanwhile: () => a.show() })
  b.show()
  await run('edit.paste')
  expect(types()).toEqual({ A: 'VAELoader LoadImage', B: 'LoadImage' })
  expect(studio.documents.active()).toBe(a)
})

test('nodes pasted into a document that was closed meanwhile open nothing', async () => {
  const { b, types, run } = openTwo()
  const { text } = await copied(run)
  stubClipboard({ text, meanwhile: () => b.close() })
  b.show()
  await run('edit.paste')
  expect(types()).toEqual({ A: 'VAELoader LoadImage' })
})

test('with nothing open, nodes are pasted into a new document; a clipboard without nodes opens none', async () => {
  const { studio, a, b, types, run, notices } = openTwo()
  const { text } = await copied(run)
  a.close()
  b.close()
  stubClipboard({ text: 'a shopping list' })
  await run('edit.paste')
  expect(types()).toEqual({})
  expect(notices()).toEqual([expect.stringContaining('contains no nodes')])
  stubClipboard({ text })
  await run('edit.paste')
  expect(types()).toEqual({ Untitled: 'VAELoader LoadImage' })
  expect(studio.documents.active()?.read().title).toBe('Untitled')
})

test('duplicates lie beside their originals and are selected', async () => {
  const { a, types, run } = openTwo()
  await run('edit.duplicate')
  expect(types()).toMatchObject({ A: 'VAELoader LoadImage VAELoader LoadImage' })
  expect(a.read()).toMatchObject({ undoable: 'Duplicate', selection: { nodes: new Set(['3', '4']) } })
})
