import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openJournal } from '../../../runtime/editor/journal.ts'

const tab = (id: string, text = '{}') => ({ id, title: id, path: null, dirty: true, text })
const fresh = () => mkdtempSync(join(tmpdir(), 'leapgraph-journal-'))

describe('the journal', () => {
  test('gives back what was open, in order, to whoever opens it next', async () => {
    const folder = fresh()
    const journal = openJournal(folder, () => {})
    await journal.write(tab('a', '{"seed": 18446744073709551615}'))
    await journal.write(tab('b'))
    await journal.writeTabs({ order: ['b', 'a'], active: 'a' })
    const { documents, order, active } = await openJournal(folder, () => {}).read()
    expect([order, active]).toEqual([['b', 'a'], 'a'])
    expect(documents.find(({ id }) => id === 'a')).toEqual(tab('a', '{"seed": 18446744073709551615}'))
  })

  test('forgets a closed tab', async () => {
    const journal = openJournal(fresh(), () => {})
    await journal.write(tab('a'))
    await journal.forget('a')
    expect((await journal.read()).documents).toEqual([])
  })

  test('sets a damaged entry aside, says so, and keeps the others', async () => {
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

  test('takes any id for a name, and none for a path', async () => {
    const folder = fresh()
    const journal = openJournal(folder, () => {})
    await journal.write(tab('../../outside'))
    expect(readdirSync(folder)).toHaveLength(1)
    expect((await journal.read()).documents).toHaveLength(1)
  })
})
