import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openJournal } from '../../../runtime/editor/journal.ts'

const tab = (id: string, text = '{}') => ({ id, title: id, path: null, dirty: true, text })
const fresh = () => mkdtempSync(join(tmpdir(), 'leapgraph-journal-'))

describe('the journal', () => {
  test('returns the documents that were open, and their order, when it is opened again', async () => {
    const folder = fresh()
    const journal = openJournal(folder, () => {})
    await journal.write(tab('a', '{"seed": 18446744073709551615}'))
    await journal.write(tab('b'))
    await journal.writeTabs({ order: ['b', 'a'], active: 'a' })
    const { documents, order, active } = await openJournal(folder, () => {}).read()
    expect([order, active]).toEqual([['b', 'a'], 'a'])
    expect(documents.find(({ id }) => id === 'a')).toEqual(tab('a', '{"seed": 18446744073709551615}'))
  })

  test('of a user who starts for the first time is empty, and its folder is there from then on', async () => {
    const folder = join(fresh(), 'journal')
    expect(await openJournal(folder, () => {}).read()).toEqual({ documents: [], order: [], active: null })
    expect(readdirSync(folder)).toEqual([])
  })

  test('forgets a closed tab, and one that it never had', async () => {
    const journal = openJournal(fresh(), () => {})
    await journal.write(tab('a'))
    await journal.forget('a')
    await journal.forget('b')
    expect((await journal.read()).documents).toEqual([])
  })

  test('opens without an order of tabs when that is damaged', async () => {
    const folder = fresh()
    const journal = openJournal(folder, () => {})
    await journal.write(tab('a'))
    for (const damaged of ['{"order": ["a"', '{"order": "a"}']) {
      writeFileSync(join(folder, 'tabs.json'), damaged)
      expect(await journal.read()).toEqual({ documents: [tab('a')], order: [], active: null })
    }
  })

  test('keeps a damaged entry under another name, reports it, and returns the others', async () => {
    const folder = fresh()
    const told: string[] = []
    const journal = openJournal(folder, problem => told.push(problem))
    await journal.write(tab('a'))
    await journal.write(tab('b'))
    const [first] = readdirSync(folder).filter(name => name.endsWith('.tab'))
    writeFileSync(join(folder, first!), '{"id": "a", "ti')
    expect((await journal.read()).documents).toHaveLength(1)
    expect(told[0]).toContain('could not be read again')
    expect(readdirSync(folder)).toContain(`${first}.broken`)
  })

  test('opens the others also when a damaged entry cannot be set aside', async () => {
    const folder = fresh()
    const journal = openJournal(folder, () => {})
    await journal.write(tab('a'))
    // A folder in the place of the entry cannot be read, and what is in its way cannot be replaced by it.
    mkdirSync(join(folder, 'b.tab'))
    mkdirSync(join(folder, 'b.tab.broken', 'full'), { recursive: true })
    expect((await journal.read()).documents).toEqual([tab('a')])
  })

  test('never uses an id as a path', async () => {
    const folder = fresh()
    const journal = openJournal(folder, () => {})
    await journal.write(tab('../../outside'))
    expect(readdirSync(folder)).toHaveLength(1)
    expect((await journal.read()).documents).toHaveLength(1)
  })
})
