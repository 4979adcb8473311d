import { expect, test } from 'vitest'
import { watchFiles } from '../../../renderer/saving/watch-files.ts'
import { fileNews } from '../../../renderer/studio/file-news.ts'
import { openStudio, textOf } from '../open-studio.ts'

/** A document whose file has the content `version` when the program looks. */
function open(file: { version: string | null }, meanwhile = () => {}) {
  const opened = openStudio({
    'workflow:check': ([path]) => {
      meanwhile()
      return [{ path: path!, version: file.version }]
    },
  })
  const document = opened.studio.documents.open({ title: 'a', path: '/a.json', version: '1', text: textOf() })
  watchFiles(opened.studio)
  return { ...opened, document, news: () => fileNews(document.read()) }
}

test('files are looked at when they are opened, when the program says so, and when the window gets the focus', async () => {
  const file = { version: '2' as string | null }
  const { document, news, tell, page } = open(file)
  await expect.poll(news).toBe('changed')
  file.version = null
  tell('workflows', null)
  await expect.poll(news).toBe('deleted')
  file.version = '1'
  page.dispatchEvent(new Event('focus'))
  await expect.poll(news).toBeNull()
  expect(document.read().version).toBe('1')
})

test('an answer that is older than a save is not news', async () => {
  const file = { version: '1' }
  let save = () => {}
  const { document, news, page } = open(file, () => save())
  save = () =>
    document.markSaved({ path: '/a.json', title: 'a', version: '2', wasGone: false }, document.read().present)
  page.dispatchEvent(new Event('focus'))
  await expect.poll(() => document.read().version).toBe('2')
  expect(news()).toBeNull()
})

test('nothing is asked while no tab has a file', () => {
  const { studio, asked } = openStudio()
  studio.documents.create()
  watchFiles(studio)
  expect(asked.filter(({ channel }) => channel === 'workflow:check')).toEqual([])
})
