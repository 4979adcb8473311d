import { expect, test } from 'vitest'
import type { RunSummary } from '../../../graph/run/summary.ts'
import type { Store } from '../../../runtime/store/store.ts'
import { freshFolder, openSound, queued, reopened } from './fresh.ts'

const summary = (prompt: string, more: Partial<RunSummary> = {}): RunSummary => ({
  prompt,
  negative: '',
  seed: '7',
  steps: 4,
  cfg: 1,
  models: ['sd15.safetensors'],
  ...more,
})
const picture = (filename: string) => ({ filename, subfolder: '', type: 'output' }) as const

function run({ runs }: Store, id: string, files: readonly string[], of: RunSummary | null, document = 'tab'): void {
  runs.add(queued(id, { document }), 'waiting')
  runs.begin(id)
  for (const file of files) runs.addPicture(id, { ...picture(file), node: '9' })
  const ended = { status: 'done', started: 1, ms: 2, device: 'cpu', pictures: [], errors: [] } as const
  runs.end({ id, title: `run ${id}`, document, ...ended, summary: of })
}

const all = { search: '', favourites: false, offset: 0, limit: 100 }
const names = ({ runs }: Store, query: Partial<Parameters<Store['runs']['gallery']['list']>[0]> = {}) =>
  runs.gallery.list({ ...all, ...query }).pictures.map(({ picture }) => picture.filename)

test('the gallery lists the newest picture first, a page at a time, with what its run was', () => {
  const folder = freshFolder()
  const store = openSound(folder)
  run(store, 'a', ['1.png', '2.png'], summary('a fox', { seed: '18446744073709551615' }))
  run(store, 'b', ['3.png'], null)
  const again = reopened(store, folder)
  expect(names(again)).toEqual(['3.png', '2.png', '1.png'])
  const { count, pictures } = again.runs.gallery.list({ ...all, limit: 2 })
  const [newest, second] = pictures
  expect(newest).toMatchObject({ run: { id: 'b', title: 'run b', summary: null }, isFavourite: false })
  expect(second!.run.summary).toEqual(summary('a fox', { seed: '18446744073709551615' }))
  expect([count, pictures.length]).toEqual([3, 2])
  expect(names(again, { offset: 2 })).toEqual(['1.png'])
})

test('a search finds runs with all of its words in prompts, seed, models or title, whatever their case', () => {
  const store = openSound(freshFolder())
  run(store, 'a', ['fox.png'], summary('A Red FOX in Köln', { models: ['Juggernaut_XL.safetensors'] }))
  run(store, 'b', ['cat.png'], summary('a red cat', { negative: 'fox', seed: '4711' }))
  expect(names(store, { search: 'red' })).toEqual(['cat.png', 'fox.png'])
  expect(names(store, { search: '  RED köln ' })).toEqual(['fox.png'])
  expect(names(store, { search: 'juggernaut' })).toEqual(['fox.png'])
  expect(names(store, { search: '4711' })).toEqual(['cat.png'])
  expect(names(store, { search: 'run b' })).toEqual(['cat.png'])
  expect(names(store, { search: 'dog' })).toEqual([])
})

test('signs that SQL reads as patterns are only themselves in a search', () => {
  const store = openSound(freshFolder())
  run(store, 'a', ['percent.png'], summary('100% sharp'))
  run(store, 'b', ['under.png'], summary('snake_case'))
  run(store, 'c', ['back.png'], summary('a \\ b'))
  run(store, 'd', ['plain.png'], summary('100 snakes'))
  expect(names(store, { search: '%' })).toEqual(['percent.png'])
  expect(names(store, { search: '_' })).toEqual(['under.png'])
  expect(names(store, { search: '\\' })).toEqual(['back.png'])
  expect(names(store, { search: "' OR 1=1 --" })).toEqual([])
})

test('a file that several runs show comes once, with the latest of them', () => {
  const store = openSound(freshFolder())
  run(store, 'a', ['1.png'], summary('a fox'), 'first')
  run(store, 'b', ['2.png'], summary('a cat'), 'first')
  run(store, 'c', ['1.png'], summary('a fox'), 'second')
  expect(names(store)).toEqual(['1.png', '2.png'])
  expect(names(store, { document: 'first' })).toEqual(['2.png', '1.png'])
  expect(names(store, { document: 'second' })).toEqual(['1.png'])
  store.runs.forget(['c'])
  expect(names(store)).toEqual(['2.png', '1.png'])
})

test('favourites are kept, can be listed alone, and are given up again', () => {
  const folder = freshFolder()
  const store = openSound(folder)
  run(store, 'a', ['1.png', '2.png'], summary('a fox'))
  store.runs.gallery.favour(picture('1.png'), true)
  store.runs.gallery.favour(picture('1.png'), true)
  const again = reopened(store, folder)
  expect(names(again, { favourites: true })).toEqual(['1.png'])
  expect(again.runs.gallery.list(all).pictures.map(({ isFavourite }) => isFavourite)).toEqual([false, true])
  again.runs.gallery.favour(picture('1.png'), false)
  expect(names(again, { favourites: true })).toEqual([])
})

test('any page of a gallery is a part of the whole, with the count of the whole', () => {
  const store = openSound(freshFolder())
  for (let i = 0; i < 12; i++) run(store, `${i}`, [`${i % 7}.png`, `own ${i}.png`], summary(i % 2 ? 'a fox' : 'a cat'))
  const whole = names(store, { search: 'fox' })
  expect(whole.length).toBeGreaterThan(6)
  for (let offset = 0; offset <= whole.length; offset++)
    for (const limit of [1, 4, 100]) {
      const { count, pictures } = store.runs.gallery.list({ ...all, search: 'fox', offset, limit })
      expect(count).toBe(whole.length)
      expect(pictures.map(({ picture }) => picture.filename)).toEqual(whole.slice(offset, offset + limit))
    }
})
