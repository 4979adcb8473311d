import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Database, openDatabase, StoreError } from '../../../runtime/store/database.ts'
import { freshFolder } from './fresh.ts'

function fresh(): Database {
  const database = openDatabase(join(freshFolder(), 'x.sqlite'))
  database.run('CREATE TABLE things (name TEXT)')
  return database
}
const names = (database: Database) => database.all('SELECT name FROM things').map(({ name }) => name)
const add = (database: Database, name: string) => database.run('INSERT INTO things VALUES (?)', name)

test('what a call has written is synchronised with the disk', () => {
  const database = fresh()
  expect(database.get('PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' })
  // 2 is FULL: https://www.sqlite.org/pragma.html#pragma_synchronous
  expect(database.get('PRAGMA synchronous')).toEqual({ synchronous: 2 })
})

test('what is written together is written as a whole or not at all', () => {
  const database = fresh()
  const failing = () =>
    database.together(() => {
      add(database, 'a')
      database.together(() => add(database, 'b'))
      throw new Error('no')
    })
  expect(failing).toThrow('no')
  expect(names(database)).toEqual([])
  expect(database.together(() => add(database, 'c'))).toBe(1)
  expect(names(database)).toEqual(['c'])
})

test('a full disk is an error to the caller; what was written before stays, and there is room again later', () => {
  const database = fresh()
  add(database, 'a')
  database.get('PRAGMA max_page_count = 3')
  const big = 'x'.repeat(100_000)
  expect(() => add(database, big)).toThrow(StoreError)
  expect(() => database.together(() => add(database, big))).toThrow(
    'cannot be written: the disk is full. Free some space',
  )
  database.get('PRAGMA max_page_count = 1000000')
  add(database, 'b')
  expect(names(database)).toEqual(['a', 'b'])
})

test('a folder that is missing is named', () => {
  expect(() => openDatabase('/nowhere/at/all.sqlite')).toThrow(
    '/nowhere/at/all.sqlite cannot be opened: the folder is missing',
  )
})

test('another error keeps its own words', () => {
  expect(() => fresh().run('SELECT colour FROM things')).toThrow('no such column')
})
