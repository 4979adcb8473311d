import { describe, expect, test } from 'vitest'
import { openFile, openPath, openRun, openWorkflow } from '../../../../renderer/commands/exchange/workflow-files.ts'
import type { Studio } from '../../../../renderer/studio/studio.ts'
import { openStudio, type Program, textOf } from '../../open-studio.ts'

const titles = ({ documents }: Studio) => documents.store.getState().documents.map(({ title }) => title)
const messages = ({ notices }: Studio) => notices.store.getState().notices.map(({ message }) => message)

/** Two documents, A in front. */
function openTwo(program: Program) {
  const { studio, asked } = openStudio(program)
  const a = studio.documents.open({ title: 'A', path: null, text: textOf(['VAEDecode']) })
  const b = studio.documents.open({ title: 'B', path: '/b.json', text: textOf(['VAEEncode']) })
  a.show()
  return { studio, asked, a, b }
}

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

  test('separates nodes of a damaged file that have one id, and says so once', async () => {
    const text = JSON.stringify({
      links: [],
      nodes: [
        { id: 1, type: 'A' },
        { id: 1, type: 'B' },
      ],
    })
    const { studio } = openTwo({ 'workflow:open': () => ({ ...opened, text }) })
    const document = await openPath(studio, '/c.json')
    expect(document!.read().present.nodes.map(({ id }) => id)).toEqual([1, 2])
    expect(messages(studio)).toEqual(['C had several nodes with the id 1. All but the first got new ids.'])
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
