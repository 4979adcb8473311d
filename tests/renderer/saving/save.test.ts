import { describe, expect, test } from 'vitest'
import { addNote } from '../../../graph/edit/nodes.ts'
import { placeAfter, reload, renameWorkflow, saveWorkflow } from '../../../renderer/saving/save.ts'
import { isDirty } from '../../../renderer/studio/documents.ts'
import type { ConflictChoice, ConflictQuestion, NameQuestion } from '../../../renderer/studio/layout.ts'
import type { Studio } from '../../../renderer/studio/studio.ts'
import type { Conflict } from '../../../runtime/contract/answers.ts'
import { openStudio, type Program, textOf } from '../open-studio.ts'

const titles = ({ documents }: Studio) => documents.store.getState().documents.map(({ title }) => title)
const messages = ({ notices }: Studio) => notices.store.getState().notices.map(({ message }) => message)

/** What the program answers when it saved. */
const savedAs = (path: string, title: string) => ({ saved: { path, title, version: `of ${path}`, wasGone: false } })

const conflict: Conflict = {
  path: '/b.json',
  title: 'b',
  why: 'changed',
  version: '2',
  modified: 0,
  size: 100,
  nodes: 3,
  difference: 'Nodes: 2 only in the file.',
}

/** Two documents, A in front; B has a file. */
function openTwo(program: Program, dialogs = true) {
  const { studio, asked } = openStudio(program, { dialogs })
  const a = studio.documents.open({ title: 'A', path: null, text: textOf(['VAEDecode']), dirty: true })
  const b = studio.documents.open({ title: 'B', path: '/b.json', version: '1', text: textOf(['VAEEncode']) })
  a.show()
  const saves = () => asked.filter(({ channel }) => channel === 'workflow:save').map(({ args: [about] }) => about)
  return { studio, saves, a, b }
}

/** The question that the window asks now. */
const question = async <K extends 'name' | 'conflict'>({ layout }: Studio, kind: K) => {
  await expect.poll(() => layout.store.getState().overlay?.kind).toBe(kind)
  return layout.store.getState().overlay as K extends 'name' ? NameQuestion : ConflictQuestion
}

describe('saving', () => {
  test('marks the document that was saved, whichever is in front when its place was chosen', async () => {
    const { studio, a, b } = openTwo({
      'workflow:save': () => {
        b.show()
        return savedAs('/a.json', 'a')
      },
    })
    expect(await saveWorkflow(studio, a, false)).toBe(true)
    expect(a.read()).toMatchObject({ title: 'a', path: '/a.json' })
    expect(isDirty(a.read())).toBe(false)
    expect(b.read()).toMatchObject({ title: 'B', path: '/b.json' })
  })

  test('waits for a program that is gone, and saves when it is back', async () => {
    const { studio, saves, b } = openTwo({ 'workflow:save': () => savedAs('/b.json', 'B') })
    studio.connection.setState({ isLost: true, wait: 3 })
    const saving = saveWorkflow(studio, b, false)
    await expect.poll(() => messages(studio)[0]).toMatch(/B is kept in this window, and saved as soon as/)
    expect(saves()).toEqual([])
    studio.connection.setState({ isLost: false, wait: 0 })
    expect(await saving).toBe(true)
  })

  test('an edit made while the file is written is not on disk yet', async () => {
    const { studio, a } = openTwo({
      'workflow:save': () => {
        a.change('Add note', addNote('later', [0, 0]))
        return savedAs('/a.json', 'a')
      },
    })
    await saveWorkflow(studio, a, false)
    expect(isDirty(a.read())).toBe(true)
  })

  test('does nothing to the others when the document is closed meanwhile', async () => {
    const { studio, a, b } = openTwo({
      'workflow:save': () => {
        a.close()
        return savedAs('/a.json', 'a')
      },
    })
    await saveWorkflow(studio, a, false)
    expect(titles(studio)).toEqual(['B'])
    expect(b.read()).toMatchObject({ title: 'B', path: '/b.json' })
  })

  test('writes to the same place; “Save as” asks for another one', async () => {
    const { studio, saves, b } = openTwo({ 'workflow:save': () => savedAs('/c.json', 'c') })
    await saveWorkflow(studio, b, false)
    await saveWorkflow(studio, b, true)
    expect(saves()).toMatchObject([{ path: '/b.json' }, { path: null }])
  })

  test('that was given up or failed leaves the document as it is', async () => {
    const { studio, a } = openTwo({ 'workflow:save': () => null })
    expect(await saveWorkflow(studio, a, false)).toBe(false)
    const full = openTwo({
      'workflow:save': () => {
        throw new Error('The disk is full.')
      },
    })
    expect(await saveWorkflow(full.studio, full.a, false)).toBe(false)
    expect(messages(full.studio)).toEqual(['The disk is full.'])
    expect(isDirty(a.read()) && isDirty(full.a.read())).toBe(true)
  })
})

describe('a file in the way', () => {
  /** A program that finds another file until it is told to replace that one. */
  const program: Program = {
    'workflow:save': ({ known, ifTaken }) =>
      known?.version === '2' ? savedAs('/b.json', 'b') : ifTaken ? savedAs('/b (1).json', 'b (1)') : { conflict },
    'workflow:open': () => ({ title: 'b', path: '/b.json', version: '2', text: textOf(['LoadImage']) }),
  }
  const saveB = async (choice: ConflictChoice | null) => {
    const opened = openTwo(program)
    opened.b.change('Add note', addNote('mine', [0, 0]))
    const done = saveWorkflow(opened.studio, opened.b, false)
    const asked = await question(opened.studio, 'conflict')
    expect(asked).toMatchObject({ document: opened.b.id, conflict })
    if (choice === null) opened.studio.layout.close()
    else asked.answer(choice)
    return { ...opened, isSaved: await done }
  }

  test('is replaced when the user says so, and only the one that was shown', async () => {
    const { b, saves, isSaved } = await saveB('replace')
    expect(isSaved).toBe(true)
    expect(saves()).toMatchObject([{ known: { version: '1' } }, { known: { path: '/b.json', version: '2' } }])
    expect(b.read()).toMatchObject({ path: '/b.json', version: 'of /b.json' })
  })

  test('stays when both are kept: the document gets a file of its own', async () => {
    const { b } = await saveB('keep-both')
    expect(b.read()).toMatchObject({ path: '/b (1).json', title: 'b (1)' })
    expect(isDirty(b.read())).toBe(false)
  })

  test('is taken instead of the document, which undo brings back', async () => {
    const { b, isSaved } = await saveB('reload')
    expect(isSaved).toBe(false)
    const types = () => b.read().present.nodes.map(({ type }) => type)
    expect(types()).toEqual(['LoadImage'])
    expect([b.read().version, isDirty(b.read())]).toEqual(['2', false])
    b.undo()
    expect(types()).toEqual(['VAEEncode', 'Note'])
    expect(isDirty(b.read())).toBe(true)
  })

  test('stays when the question is closed, and so do the unsaved edits', async () => {
    const { b, saves, isSaved } = await saveB(null)
    expect([isSaved, saves().length, isDirty(b.read())]).toEqual([false, 1, true])
  })

  test('decides the next place', () => {
    const place = { path: null, name: 'b' }
    expect(placeAfter('replace', conflict, place)).toEqual({
      path: '/b.json',
      name: 'b',
      known: { path: '/b.json', version: '2' },
    })
    expect(placeAfter('keep-both', conflict, place)).toEqual({ path: '/b.json', name: 'b', ifTaken: 'number' })
    expect([placeAfter('reload', conflict, place), placeAfter(null, conflict, place)]).toEqual([null, null])
  })
})

describe('a name', () => {
  test('is asked for at the first save in a browser', async () => {
    const { studio, a, saves } = openTwo({ 'workflow:save': ({ name }) => savedAs(`/w/${name}.json`, name) }, false)
    const done = saveWorkflow(studio, a, false)
    const asked = await question(studio, 'name')
    asked.answer('fox')
    expect(await done).toBe(true)
    expect(saves()).toMatchObject([{ path: null, name: 'fox' }])
    expect(a.read().title).toBe('fox')
  })

  test('renames the file, or the tab alone where there is no file', async () => {
    const { studio, a, b } = openTwo({
      'workflow:rename': ({ name }) => ({ path: `/${name}.json`, title: name, version: '1', wasGone: false }),
    })
    for (const [document, name] of [
      [a, 'fox'],
      [b, 'owl'],
    ] as const) {
      const done = renameWorkflow(studio, document)
      const asked = await question(studio, 'name')
      asked.answer(name)
      await done
    }
    expect([a.read(), b.read()]).toMatchObject([
      { title: 'fox', path: null },
      { title: 'owl', path: '/owl.json', version: '1' },
    ])
  })

  test('a file that is missed at its old place while it is renamed is still saved', async () => {
    const { studio, b } = openTwo({
      'workflow:rename': ({ name }) => {
        b.noteFile(null)
        return { path: `/${name}.json`, title: name, version: '1', wasGone: false }
      },
    })
    const done = renameWorkflow(studio, b)
    ;(await question(studio, 'name')).answer('owl')
    await done
    expect(isDirty(b.read())).toBe(false)
    expect(b.read().news).toBe(null)
  })
})

test('a file that is not a workflow any more is not loaded', async () => {
  const { studio, b } = openTwo({ 'workflow:open': () => ({ title: 'b', path: null, text: textOf() }) })
  const before = b.read()
  await reload(studio, b)
  expect(b.read()).toBe(before)
  expect(messages(studio)).toEqual(['B was not reloaded: its file is not a workflow any more.'])
})

test('a file that had been deleted is written again, and the user is told', async () => {
  const { studio, b } = openTwo({
    'workflow:save': () => ({ saved: { path: '/b.json', title: 'b', version: '2', wasGone: true } }),
  })
  await saveWorkflow(studio, b, false)
  expect(messages(studio)).toEqual(['Saved b. Its file had been deleted and was written again.'])
})
