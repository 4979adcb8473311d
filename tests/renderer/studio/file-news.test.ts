import { describe, expect, test } from 'vitest'
import { addNote } from '../../../graph/edit/nodes.ts'
import { isDirty } from '../../../renderer/studio/documents.ts'
import { fileNews } from '../../../renderer/studio/file-news.ts'
import { openStudio, textOf } from '../open-studio.ts'

const openFile = (version: string | null = '1') => {
  const document = openStudio().studio.documents.open({
    title: 'a',
    path: '/a.json',
    version,
    text: textOf(['LoadImage']),
  })
  return { document, news: () => fileNews(document.read()), dirty: () => isDirty(document.read()) }
}

describe('the file of a document', () => {
  test('that has the known content is not news', () => {
    const { document, news, dirty } = openFile()
    const before = document.read()
    document.noteFile('1')
    expect([news(), dirty(), document.read()]).toEqual([null, false, before])
  })

  test('that was changed is news until it is as it was', () => {
    const { document, news, dirty } = openFile()
    document.noteFile('2')
    expect([news(), dirty()]).toEqual(['changed', false])
    document.noteFile('1')
    expect(news()).toBeNull()
  })

  test('is no news after the user kept the document, which is unsaved then, until it changes again', () => {
    const { document, news, dirty } = openFile()
    document.noteFile('2')
    document.keepMine()
    document.noteFile('2')
    expect([news(), dirty(), document.read().version]).toEqual([null, true, '1'])
    document.noteFile('3')
    expect(news()).toBe('changed')
  })

  test('that was deleted leaves the document unsaved, until it is saved', () => {
    const { document, news, dirty } = openFile()
    document.noteFile(null)
    expect([news(), dirty()]).toEqual(['deleted', true])
    document.markSaved({ path: '/a.json', title: 'a', version: '2', wasGone: true }, document.read().present)
    expect([news(), dirty()]).toEqual([null, false])
  })

  test('whose content was never known is not news', () => {
    const { document, news } = openFile(null)
    document.noteFile('2')
    expect(news()).toBeNull()
  })

  test('is taken in one edit', () => {
    const { document, news } = openFile()
    document.change('Add note', addNote('mine', [0, 0]))
    const mine = document.read().present
    document.noteFile('2')
    document.reload({ ...mine, nodes: [], extra: { of: 'the file' } }, '2')
    expect([news(), document.read().undoable, document.read().present.nodes]).toEqual([null, 'Reload from disk', []])
    document.undo()
    expect(document.read().present).toBe(mine)
  })
})
