import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import type { Steps } from '../../../runtime/contract/tabs.ts'
import { freshFolder, openSound, reopened } from './fresh.ts'

const tab = (text: string, revision: number, steps?: Steps) => ({
  id: 'a',
  title: 'a',
  path: null,
  revision,
  dirty: true,
  text,
  ...(steps && { steps }),
})
const step = (number: number, text: string | null = `state ${number}`) => ({ number, label: `step ${number}`, text })

test('the states of a document are there again after a crash', () => {
  const folder = freshFolder()
  const store = openSound(folder)
  store.tabs.write(tab('now', 1, { at: 2, list: [step(1), step(2, null), step(3)] }))
  expect(reopened(store, folder).tabs.steps('a')).toEqual({ at: 2, list: [step(1), step(2, 'now'), step(3)] })
})

test('a state that is not named any more is forgotten, with its text', () => {
  const folder = freshFolder()
  const store = openSound(folder)
  store.tabs.write(tab('now', 1, { at: 2, list: [step(1), step(2, null)] }))
  store.tabs.write(tab('later', 2, { at: 3, list: [step(2, null), step(3, null)] }))
  expect(store.tabs.steps('a')).toEqual({ at: 3, list: [step(2, 'now'), step(3, 'later')] })
  store.tabs.forget('a')
  store.close()
  const database = new DatabaseSync(join(folder, 'leapgraph.sqlite'))
  const counts = ['steps', 'texts'].map(table => database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n)
  database.close()
  expect(counts).toEqual([0, 0])
})

test('a text that was written without its states comes after the last one', () => {
  const store = openSound(freshFolder())
  store.tabs.write(tab('now', 1, { at: 1, list: [step(1, null), step(2)] }))
  store.tabs.write(tab('edited', 2))
  expect(store.tabs.steps('a')).toEqual({ at: 3, list: [step(1, 'now'), { number: 3, label: 'Edit', text: 'edited' }] })
})
