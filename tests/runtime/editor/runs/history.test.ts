import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { RunRecord } from '../../../../runtime/contract/answers.ts'
import { openHistory } from '../../../../runtime/editor/runs/history.ts'

const fresh = () => mkdtempSync(join(tmpdir(), 'leapgraph-history-'))
const record = (id: string): RunRecord => ({
  id,
  title: `run ${id}`,
  status: 'done',
  started: 1,
  ms: 2,
  device: 'cpu',
  pictures: [{ filename: 'a.png', subfolder: '', type: 'output', node: '9' }],
  errors: [],
})

describe('the history', () => {
  test('lists the newest first, page by page, and survives a restart', () => {
    const folder = fresh()
    const history = openHistory(folder, () => {})
    for (const id of ['1', '2', '3', '4', '5']) history.add(record(id), `{"document": ${id}}`)
    history.close()
    const again = openHistory(folder, () => {})
    expect(again.list({ limit: 2 }).map(({ id }) => id)).toEqual(['5', '4'])
    expect(again.list({ limit: 9, before: '4' }).map(({ id }) => id)).toEqual(['3', '2', '1'])
    expect(again.list({ limit: 1 })[0]).toEqual(record('5'))
    expect(again.workflow('2')).toBe('{"document": 2}')
    again.close()
  })

  test('forgets runs, one or all', () => {
    const history = openHistory(fresh(), () => {})
    for (const id of ['1', '2', '3']) history.add(record(id), '{}')
    history.forget(['2', 'unknown'])
    expect(history.list({ limit: 9 }).map(({ id }) => id)).toEqual(['3', '1'])
    expect(history.workflow('2')).toBeNull()
    history.clear()
    expect(history.list({ limit: 9 })).toEqual([])
    history.close()
  })

  test('a file that is not a database is kept under another name and reported', () => {
    const folder = fresh()
    writeFileSync(join(folder, 'history.sqlite'), 'this is no database, and long enough to be taken for one'.repeat(50))
    const told: string[] = []
    const history = openHistory(folder, problem => told.push(problem))
    history.add(record('1'), '{}')
    expect(history.list({ limit: 9 })).toHaveLength(1)
    expect(told).toHaveLength(1)
    expect(readdirSync(folder)).toContain('history.sqlite.broken')
    history.close()
  })
})
