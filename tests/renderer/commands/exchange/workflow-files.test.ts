import { describe, expect, test } from 'vitest'
import { addNote } from '../../../../graph/edit/nodes.ts'
import {
  openFile,
  openPath,
  openRun,
  openWorkflow,
  saveWorkflow,
} from '../../../../renderer/commands/exchange/workflow-files.ts'
import { isDirty } from '../../../../renderer/studio/documents.ts'
import type { Studio } from '../../../../renderer/studio/studio.ts'
import { openStudio, type Program, textOf } from '../../open-studio.ts'

const titles = ({ documents }: Studio) => documents.store.getState().documents.map(({ title }) => title)
const messages = ({ notices }: Studio) => notices.store.getState().notices.map(({ message }) => message)

/** What the program answers when it saved. */
const savedAs = (path: string, title: string) => ({ saved: { path, title, version: `of ${path}`, wasGone: false } })

/** Two documents, A in front. */
function openTwo(program: Program) {
  const { studio, asked } = openStudio(program)
  const a = studio.documents.open({ title: 'A', path: null, text: textOf(['VAEDecode']) })
  const b = studio.documents.open({ title: 'B', path: '/b.json', text: textOf(['VAEEncode']) })
  a.show()
  return { studio, asked, a, b }
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
    const { studio, asked, b } = openTwo({ 'workflow:save': () => savedAs('/c.json', 'c') })
    await saveWorkflow(studio, b, false)
    await saveWorkflow(studio, b, true)
    const saves = asked.filter(({ channel }) => channel === 'workflow:save')
    expect(saves.map(({ args: [about] }) => (about as { path: string | null }).path)).toEqual(['/b.json', null])
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

describe('opening', () => {
  const opened = { title: 'C', path: '/c.json', text: textOf(['SaveImage']) }

  test('adds a tab in front and changes no other', async () => {
    const { studio, a } = openTwo({ 'workflow:open': () => opened })
    const document = await openPath(studio, '/c.json')
    expect(studio.documents.active()).toBe(document)
    expect(titles(studio)).toEqual(['A', 'B', 'C'])
    expect(a.read().present.nodes).toHaveLength(1)
  })

  test('takes the place of a new document that nobody touched', async () => {
    const { studio } = openStudio({ 'workflow:open': () => opened })
    studio.documents.create()
    await openPath(studio, '/c.json')
    expect(titles(studio)).toEqual(['C'])
  })

  test('that fails is reported and opens nothing', async () => {
    const { studio, a } = openTwo({
      'workflow:open': () => {
        throw new Error('There is no file /c.json.')
      },
    })
    expect(await openPath(studio, '/c.json')).toBeNull()
    expect(messages(studio)).toEqual(['There is no file /c.json.'])
    expect(studio.documents.active()).toBe(a)
  })

  test('asks with the system’s dialog, which may be given up', async () => {
    const { studio } = openTwo({ 'workflow:pick': () => null })
    await openWorkflow(studio)
    expect(titles(studio)).toEqual(['A', 'B'])
    const other = openTwo({ 'workflow:pick': () => opened })
    await openWorkflow(other.studio)
    expect(titles(other.studio)).toEqual(['A', 'B', 'C'])
  })

  test('reads the bytes of a file, and the document of a past run', async () => {
    const { studio, asked } = openTwo({
      'workflow:read': ({ name }) => ({ title: name, path: null, text: textOf() }),
      'history:workflow': () => textOf(['LoadImage']),
    })
    await openFile(studio, new File(['{}'], 'c.json'))
    expect(asked.find(({ channel }) => channel === 'workflow:read')?.args).toEqual([
      { name: 'c.json', bytes: btoa('{}') },
    ])
    await openRun(studio, 'run 1', 'from the history')
    expect(titles(studio)).toEqual(['A', 'B', 'from the history'])
  })
})
