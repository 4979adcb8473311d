import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Conflict, SaveAnswer, SavedFile } from '../../../../runtime/contract/answers.ts'
import { createWorkflows, shippedExamples } from '../../../../runtime/editor/files/workflows.ts'
import { versionOf } from '../../../../runtime/editor/files/write-expected.ts'
import { browserShell } from '../../../../runtime/editor/page/shell.ts'
import { openLibrary } from '../../../../runtime/library/library.ts'

const workflow = (...types: readonly string[]) =>
  JSON.stringify({ nodes: types.map((type, index) => ({ id: index + 1, type, pos: [0, 0] })), links: [] })
const [one, two, three] = [workflow('A'), workflow('A', 'B'), workflow('A', 'B', 'C')]

let folder: string
let saved: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'saving-'))
  saved = join(folder, 'workflows')
})
afterEach(() => rmSync(folder, { recursive: true }))

/** The program behind a browser; with `picked`, behind a desktop whose user chooses that file. */
function program(picked?: string) {
  const onChange = vi.fn()
  const files = createWorkflows({
    userFolder: folder,
    examplesFolder: shippedExamples,
    shell: { ...browserShell, dialogs: picked !== undefined, pickSaveTarget: async () => picked ?? null },
    specs: async () => new Map(),
    library: () => openLibrary({}),
    onChange,
  })
  return { ...files, onChange }
}

const savedBy = (answer: SaveAnswer): SavedFile => {
  if (!answer || !('saved' in answer)) throw new Error('it was not saved')
  return answer.saved
}
const conflictOf = (answer: SaveAnswer): Conflict => {
  if (!answer || !('conflict' in answer)) throw new Error('nothing was in the way')
  return answer.conflict
}

describe('a first save', () => {
  test('does not replace a file of the same name, and says what is there', async () => {
    const { save } = program()
    const first = savedBy(await save({ path: null, name: 'Untitled', text: two }))
    expect(first.path).toBe(join(saved, 'Untitled.json'))
    const conflict = conflictOf(await save({ path: null, name: 'Untitled', text: one }))
    expect(conflict).toMatchObject({ path: first.path, title: 'Untitled', why: 'taken', nodes: 2 })
    expect(conflict.modified).toBe(statSync(first.path).mtimeMs)
    expect(conflict.difference).toBe('Nodes: 1 only in the file.')
    expect(readFileSync(first.path, 'utf8')).toBe(two)
  })

  test('asks also when the same content is there: two tabs do not share a file', async () => {
    const { save } = program()
    await save({ path: null, name: 'Untitled', text: one })
    expect(conflictOf(await save({ path: null, name: 'Untitled', text: one })).difference).toBe('Both are the same.')
  })

  test('replaces the file that was shown, and asks again when that file has changed meanwhile', async () => {
    const { save } = program()
    await save({ path: null, name: 'a', text: one })
    const { path, version } = conflictOf(await save({ path: null, name: 'a', text: two }))
    writeFileSync(path, three)
    const replace = { path, name: 'a', text: two, known: { path, version } }
    const again = conflictOf(await save(replace))
    expect(again).toMatchObject({ why: 'changed', nodes: 3 })
    expect(savedBy(await save({ ...replace, known: again })).wasGone).toBe(false)
    expect(readFileSync(path, 'utf8')).toBe(two)
  })

  test('keeps both under a free name, which may be saved to again', async () => {
    const { save } = program()
    await save({ path: null, name: 'a', text: one })
    const { path } = conflictOf(await save({ path: null, name: 'a', text: two }))
    const both = (text: string) => save({ path, name: 'a', text, ifTaken: 'number' })
    const names = [savedBy(await both(two)), savedBy(await both(two))].map(({ title }) => title)
    expect(names).toEqual(['a (1)', 'a (2)'])
    expect(readFileSync(path, 'utf8')).toBe(one)
    const known = { path: join(saved, 'a (1).json'), version: versionOf(two) }
    expect(savedBy(await save({ path: known.path, name: 'a', text: three, known })).path).toBe(known.path)
  })

  test('of many at the same moment makes one file each, whole', async () => {
    const { save } = program()
    const texts = Array.from({ length: 12 }, (_, index) => workflow(`Node${index}`))
    const answers = await Promise.all(
      texts.map(text => save({ path: join(saved, 'a.json'), name: 'a', text, ifTaken: 'number' }).catch(() => null)),
    )
    expect(answers.every(answer => answer === null)).toBe(true)
    await save({ path: null, name: 'a', text: one })
    const path = join(saved, 'a.json')
    const all = await Promise.all(texts.map(text => save({ path, name: 'a', text, ifTaken: 'number' })))
    expect(new Set(all.map(answer => savedBy(answer).path)).size).toBe(12)
    expect(all.map(answer => readFileSync(savedBy(answer).path, 'utf8'))).toEqual(texts)
    expect(readdirSync(saved)).toHaveLength(13)
  })

  test('of two programs at the same moment is a conflict for one of them', async () => {
    const answers = await Promise.all(
      [one, two].flatMap(text => [program(), program()].map(({ save }) => save({ path: null, name: 'a', text }))),
    )
    const [winner, ...others] = answers.filter(answer => answer && 'saved' in answer)
    expect(others).toEqual([])
    expect(versionOf(readFileSync(join(saved, 'a.json')))).toBe(savedBy(winner!).version)
  })
})

describe('a save to the own file', () => {
  test('of two windows: the second is told of the first', async () => {
    const { save } = program()
    const known = savedBy(await save({ path: null, name: 'a', text: one }))
    const [first, second] = await Promise.all(
      [two, three].map(text => save({ path: known.path, name: 'a', text, known })),
    )
    savedBy(first!)
    expect(conflictOf(second!)).toMatchObject({ why: 'changed', nodes: 2 })
    expect(readFileSync(known.path, 'utf8')).toBe(two)
  })

  test('writes a deleted file again, and says so', async () => {
    const { save } = program()
    const known = savedBy(await save({ path: null, name: 'a', text: one }))
    rmSync(known.path)
    expect(savedBy(await save({ path: known.path, name: 'a', text: two, known })).wasGone).toBe(true)
    expect(readFileSync(known.path, 'utf8')).toBe(two)
  })

  test('asks nothing when another program has written the same', async () => {
    const { save } = program()
    const known = savedBy(await save({ path: null, name: 'a', text: one }))
    writeFileSync(known.path, two)
    savedBy(await save({ path: known.path, name: 'a', text: two, known }))
  })

  test('does not show what is in a file that took its place', async () => {
    const { save } = program()
    const known = savedBy(await save({ path: null, name: 'a', text: one }))
    writeFileSync(known.path, 'password: hunter2')
    const conflict = conflictOf(await save({ path: known.path, name: 'a', text: two, known }))
    expect(conflict).toMatchObject({ nodes: null, difference: 'The file is not a workflow.' })
    expect(JSON.stringify(conflict)).not.toContain('hunter')
  })
})

test('“Save as” over another file is a question, also after the system’s dialog', async () => {
  const [mine, other] = [join(folder, 'mine.json'), join(folder, 'other.json')]
  for (const path of [mine, other]) writeFileSync(path, one)
  const { save } = program(other)
  const known = { path: mine, version: versionOf(one) }
  expect(conflictOf(await save({ path: null, name: 'mine', text: two, known }))).toMatchObject({
    path: other,
    why: 'taken',
  })
  const same = program(mine)
  savedBy(await same.save({ path: null, name: 'mine', text: two, known }))
})

describe('a rename', () => {
  test('moves the file, and refuses a name that is taken', async () => {
    const { save, rename } = program()
    const { path, version } = savedBy(await save({ path: null, name: 'a', text: one }))
    await save({ path: null, name: 'taken', text: two })
    await expect(rename({ path, name: 'taken' })).rejects.toThrow('There is a file taken.json already')
    expect(await rename({ path, name: 'b' })).toMatchObject({ path: join(saved, 'b.json'), title: 'b', version })
    expect(readdirSync(saved).toSorted()).toEqual(['b.json', 'taken.json'])
    await expect(rename({ path, name: 'c' })).rejects.toThrow('is no longer there')
    await expect(rename({ path: '/etc/hosts', name: 'c' })).rejects.toThrow('was not opened here')
  })

  test('stays in the folder, whatever the name says', async () => {
    const { save, rename } = program()
    const { path } = savedBy(await save({ path: null, name: 'a', text: one }))
    expect((await rename({ path, name: '../../b' })).path).toBe(join(saved, '-..-b.json'))
  })
})

describe('a check', () => {
  test('tells which content files have, which are gone, and nothing of files that no person chose', async () => {
    const { save, check, close } = program()
    const a = savedBy(await save({ path: null, name: 'a', text: one }))
    const b = savedBy(await save({ path: null, name: 'b', text: one }))
    const secret = join(folder, 'secret')
    writeFileSync(secret, 'x')
    writeFileSync(a.path, two)
    rmSync(b.path)
    expect(await check([a.path, b.path, secret])).toEqual([
      { path: a.path, version: versionOf(two) },
      { path: b.path, version: null },
    ])
    close()
  })

  test('is asked for again when one of the files changes', async () => {
    const { save, check, close, onChange } = program()
    const { path } = savedBy(await save({ path: null, name: 'a', text: one }))
    await check([path])
    writeFileSync(path, two)
    await vi.waitFor(() => expect(onChange).toHaveBeenCalled(), 10_000)
    close()
  })
})

describe('an export', () => {
  const bytesOf = (text: string) => Buffer.from(text).toString('base64')

  test('writes workflows, prompts and PNG pictures, and nothing else', async () => {
    const target = join(folder, 'out')
    const { exportFile } = program(target)
    for (const text of ['#!/bin/sh', '{"a":1}', '', '[]'])
      await expect(exportFile({ path: null, name: 'x', bytes: bytesOf(text) })).rejects.toThrow(
        'neither a workflow nor',
      )
    expect(existsSync(target)).toBe(false)
    const prompt = '{"1":{"class_type":"A","inputs":{}}}'
    savedBy(await exportFile({ path: null, name: 'x', bytes: bytesOf(prompt) }))
    expect(readFileSync(target, 'utf8')).toBe(prompt)
    const picture = readFileSync(join(shippedExamples, 'pictures/hyper-sd-1-step.png'))
    const conflict = conflictOf(await exportFile({ path: null, name: 'x', bytes: picture.toString('base64') }))
    expect(conflict).toMatchObject({ path: target, nodes: null })
  })
})

test('the place of a first save is known before it, with what is there', async () => {
  const { save, place } = program()
  const free = await place({ name: 'CON', beside: null })
  expect([basename(free.path), free.version]).toEqual(['_CON.json', null])
  await save({ path: null, name: 'a', text: one })
  const taken = { path: join(saved, 'a.json'), version: versionOf(one) }
  expect(await place({ name: 'a', beside: null })).toEqual(taken)
  expect(await place({ name: 'a', beside: join(saved, 'a.json') })).toEqual(taken)
  await expect(place({ name: 'passwd', beside: '/etc/hosts' })).rejects.toThrow('was not opened here')
})

test.each(['a.json', 'a.JSON'])('an ending that was typed (%s) is not added again', async name => {
  const { save, rename } = program()
  const { path } = savedBy(await save({ path: null, name, text: one }))
  expect(basename(path)).toBe('a.json')
  expect(await rename({ path, name: 'b.json' })).toMatchObject({ path: join(saved, 'b.json'), title: 'b' })
})
