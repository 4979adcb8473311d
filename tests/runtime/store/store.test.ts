import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { defaultSettings } from '../../../runtime/contract/settings.ts'
import { openStore } from '../../../runtime/store/store.ts'
import { freshFolder, openSound, queued, reopened } from './fresh.ts'

const tab = (id: string, text = '{}', revision = 1) => ({
  id,
  title: id,
  path: null,
  version: null,
  revision,
  dirty: true,
  text,
})

describe('settings', () => {
  test('are kept, and what is left out stays', () => {
    const folder = freshFolder()
    const store = openSound(folder)
    store.settings.change({ theme: 'light', previews: undefined })
    store.settings.change({ minimap: false })
    const { present } = reopened(store, folder).settings
    expect(present).toEqual({ ...defaultSettings, theme: 'light', minimap: false })
  })

  test('that are wrong have their defaults, and the others are kept', () => {
    const folder = freshFolder()
    const store = openSound(folder)
    store.settings.change({ minimap: false, theme: 'light' })
    store.close()
    const database = new DatabaseSync(join(folder, 'leapgraph.sqlite'))
    database.exec(
      `UPDATE settings SET value = '"pink"' WHERE key = 'theme'; INSERT INTO settings VALUES ('snapToGrid', '{')`,
    )
    database.close()
    expect(openSound(folder).settings.present).toEqual({ ...defaultSettings, minimap: false })
  })
})

describe('open tabs', () => {
  test('are there again after a crash, in their order', () => {
    const folder = freshFolder()
    const store = openSound(folder)
    const example = { ...tab('a', '{"seed": 18446744073709551615}'), source: '/examples/a.json' }
    store.tabs.write(example)
    store.tabs.write({ ...tab('b'), path: '/b.json', version: 'of b', dirty: false, notes: ['x was left out.'] })
    store.tabs.writeOrder({ order: ['b', 'a'], active: 'a' })
    const { documents, order, active } = reopened(store, folder).tabs.read()
    expect([order, active]).toEqual([['b', 'a'], 'a'])
    expect(documents).toEqual([
      example,
      { ...tab('b'), path: '/b.json', version: 'of b', dirty: false, notes: ['x was left out.'] },
    ])
  })

  test('of a user who starts for the first time are none', () => {
    expect(openSound(freshFolder()).tabs.read()).toEqual({ documents: [], order: [], active: null })
  })

  test('are forgotten when they are closed, also one that was never written', () => {
    const { tabs } = openSound(freshFolder())
    tabs.write(tab('a'))
    tabs.forget('a')
    tabs.forget('b')
    expect(tabs.read().documents).toEqual([])
  })

  test('keep their newest revision', () => {
    const { tabs } = openSound(freshFolder())
    tabs.write(tab('a', '{"new": 1}', 5))
    expect(() => tabs.write(tab('a', '{"old": 1}', 4))).toThrow('a was changed in another window since')
    expect(tabs.read().documents[0]?.text).toBe('{"new": 1}')
    tabs.write(tab('a', '{"newer": 1}', 6))
    expect(tabs.read().documents[0]?.text).toBe('{"newer": 1}')
  })
})

describe('the store', () => {
  test('that is not a database is kept under another name and reported', () => {
    const folder = freshFolder()
    const junk = 'this is not a database, and long enough to be taken for one'.repeat(50)
    writeFileSync(join(folder, 'leapgraph.sqlite'), junk)
    const problems: string[] = []
    const store = openStore(folder, problem => problems.push(problem))
    store.runs.add(queued('a'), 'waiting')
    expect(store.runs.left()).toHaveLength(1)
    expect(problems).toEqual([expect.stringMatching(/could not be read, so new ones were started; the old file is /)])
    const aside = readdirSync(folder).find(name => name.includes('.broken-'))!
    expect(readFileSync(join(folder, aside), 'utf8')).toBe(junk)
  })

  test('of a newer program is not touched', () => {
    const folder = freshFolder()
    openSound(folder).close()
    const database = new DatabaseSync(join(folder, 'leapgraph.sqlite'))
    database.exec('PRAGMA user_version = 999')
    database.close()
    expect(() => openSound(folder)).toThrow('was written by a newer Leapgraph')
  })

  test('that another program has locked says so, and works when that has ended', () => {
    const folder = freshFolder()
    const store = openSound(folder)
    const other = new DatabaseSync(join(folder, 'leapgraph.sqlite'))
    other.exec('BEGIN IMMEDIATE')
    expect(() => store.runs.add(queued('a'), 'waiting')).toThrow('is locked by another program')
    expect(() => store.settings.change({ theme: 'dark' })).toThrow('is locked by another program')
    expect(store.settings.present.theme).toBe('system')
    other.exec('COMMIT')
    other.close()
    store.runs.add(queued('a'), 'waiting')
    expect(store.runs.left()).toHaveLength(1)
  })
})

describe('what earlier versions kept in files', () => {
  const older = () => {
    const folder = freshFolder()
    mkdirSync(join(folder, 'journal'))
    writeFileSync(join(folder, 'settings.json'), '{"theme": "light", "minimap": 3}')
    writeFileSync(join(folder, 'journal/tabs.json'), '{"order": ["a"], "active": "a"}')
    writeFileSync(
      join(folder, 'journal/1.tab'),
      JSON.stringify({ id: 'a', title: 'mine', path: null, dirty: true, text: '{}' }),
    )
    const history = new DatabaseSync(join(folder, 'history.sqlite'))
    history.exec(`CREATE TABLE runs (id TEXT PRIMARY KEY, title TEXT, status TEXT, started REAL, ms REAL, device TEXT,
      pictures TEXT, errors TEXT, document TEXT);
      INSERT INTO runs VALUES ('r', 'a fox', 'done', 5, 6, 'cpu',
      '[{"filename": "a.png", "subfolder": "", "type": "output", "node": "9"}]', '[]', '{"nodes": []}')`)
    history.close()
    return folder
  }

  test('is taken over once', () => {
    const folder = older()
    const store = openSound(folder)
    expect(store.settings.present).toEqual({ ...defaultSettings, theme: 'light' })
    expect(store.tabs.read()).toMatchObject({
      order: ['a'],
      active: 'a',
      documents: [{ id: 'a', title: 'mine', text: '{}' }],
    })
    expect(store.runs.list({ limit: 9 })).toMatchObject([
      { id: 'r', title: 'a fox', status: 'done', started: 5, ms: 6, pictures: [{ filename: 'a.png', node: '9' }] },
    ])
    expect(store.runs.text('r')).toBe('{"nodes": []}')
    store.tabs.forget('a')
    expect(reopened(store, folder).tabs.read().documents).toEqual([])
  })

  test('stays where it is and is reported when it cannot be read', () => {
    const folder = older()
    writeFileSync(join(folder, 'settings.json'), '{"theme": ')
    const problems: string[] = []
    const store = openStore(folder, problem => problems.push(problem))
    expect(problems).toEqual([expect.stringContaining(`${join(folder, 'settings.json')} could not be taken over`)])
    expect(store.runs.list({ limit: 9 })).toHaveLength(1)
    expect(readFileSync(join(folder, 'settings.json'), 'utf8')).toBe('{"theme": ')
  })
})
