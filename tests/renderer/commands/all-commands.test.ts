import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { emptyWorkflow, pointOf } from '../../../graph/workflow.ts'
import { commandOf, commandsOf, isEnabled, runCommand } from '../../../renderer/commands/all-commands.ts'
import type { CanvasView } from '../../../renderer/studio/canvas-view.ts'
import { selectNodes } from '../../../renderer/studio/selection.ts'
import { nodeViews } from '../../../renderer/views/node-views.ts'
import { openStudio, type Program, textOf } from '../open-studio.ts'

/** A canvas that writes down what it is asked for. */
function notingCanvas() {
  const noted: string[] = []
  const note =
    (what: string) =>
    (...about: readonly unknown[]) =>
      void noted.push([what, ...about.map(each => String(each))].join(' '))
  const canvas: CanvasView = {
    centre: () => [500, 300],
    pointer: () => [10, 20],
    fromWindow: at => at,
    nodeAt: () => null,
    sizeOf: () => [200, 100],
    fit: nodes => note('fit')(...(nodes ?? [])),
    showResult: note('show result'),
    keepInView: note('keep in view'),
    reveal: note('reveal'),
    zoom: factor => note('zoom')(factor.toFixed(2)),
    resetZoom: note('reset zoom'),
    focus: note('focus'),
    enter: () => false,
    neighbour: (_, direction) => (direction === 'right' ? '2' : null),
    search: at => note('search')(...at),
    edit: note('edit'),
  }
  return { noted, canvas }
}

/** A document with three nodes and two groups, all of it selected but for the last node. */
function openWindow(program: Program = {}) {
  const opened = openStudio(program)
  const { studio } = opened
  const { noted, canvas } = notingCanvas()
  studio.canvas.current = canvas
  const nodes = ['VAEDecode', 'ScribbleCanvas', 'SaveImage'].map((type, i) => ({
    id: i + 1,
    type,
    pos: [i * 333, i * 77],
    size: [200, 100],
  }))
  const groups = [0, 1].map(i => ({
    title: 'Group',
    bounding: [i * 333 - 20, i * 77 - 50, 260, 190],
    color: '#3f789e',
  }))
  const text = JSON.stringify({ ...emptyWorkflow, nodes, groups })
  const document = studio.documents.open({ title: 'A', path: '/a.json', text })
  document.select({ nodes: new Set(['1', '2']), groups: new Set([0, 1]) })
  return { ...opened, document, noted, run: (id: string) => runCommand(studio, id) }
}

beforeEach(() => {
  vi.stubGlobal('document', { documentElement: { dataset: { theme: 'light' } }, querySelector: () => null })
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frame())
})
afterEach(() => void vi.unstubAllGlobals())

describe('a command', () => {
  const edits = commandsOf({ nodeViews }).filter(
    ({ id }) => /^(node|edit|nudge)\./.test(id) && !/undo|redo|cut|copy|paste/.test(id),
  )

  test.each(edits.map(({ id }) => id))('%s can be undone in one step, and done again', id => {
    const { studio, document, run } = openWindow()
    const before = document.read().present
    if (id === 'node.distribute-x' || id === 'node.distribute-y') document.select(selectNodes(['1', '2', '3']))
    if (!isEnabled(studio, commandOf(studio, id))) return
    run(id)
    expect(studio.notices.store.getState().notices).toEqual([])
    const after = document.read()
    if (after.present === before) return
    run('edit.undo')
    expect(document.read()).toMatchObject({ present: before, undoable: null, redoable: after.undoable })
    run('edit.redo')
    expect(document.read().present).toBe(after.present)
  })

  test('acts on the document that it is asked for, whichever is in front', () => {
    const { studio, document } = openWindow()
    const other = studio.documents.create()
    runCommand(studio, 'node.mute', document)
    expect(document.read().undoable).toBe('Mute')
    expect(other.read().undoable).toBeNull()
  })

  test('that needs a document cannot be run while none is open', () => {
    const { studio } = openStudio()
    const possible = commandsOf(studio)
      .filter(command => isEnabled(studio, command))
      .map(({ id }) => id)
    expect(possible).toContain('file.new')
    expect(
      possible.filter(id => /^(node|walk|nudge|edit\.(?!paste)|run\.(run|front|selected)|file\.(save|close))/.test(id)),
    ).toEqual([])
  })

  test('commits first what is being typed', () => {
    const { studio, document, run } = openWindow({ 'run:start': () => 'run 1' })
    studio.uncommitted.add(() => document.change('Type', draft => void (draft.nodes[0]!.title = 'typed')))
    run('node.mute')
    run('edit.undo')
    expect(document.read()).toMatchObject({ undoable: 'Type', redoable: 'Mute' })
  })

  test('that does not exist is a mistake of the program', () => {
    expect(() => commandOf(openStudio().studio, 'node.explode')).toThrow('there is no command node.explode')
  })
})

describe('of the selected nodes', () => {
  test('mute, bypass, pin and collapse are switched on for all of them, or off when all have it', () => {
    const { document, run } = openWindow()
    const state = () => document.read().present.nodes.map(({ mode, flags }) => [mode ?? 0, { ...flags }])
    for (const id of ['node.bypass', 'node.pin', 'node.collapse']) run(id)
    expect(state().slice(0, 2)).toEqual(Array(2).fill([4, { pinned: true, collapsed: true }]))
    expect(state()[2]).toEqual([0, {}])
    document.select(selectNodes(['1', '2', '3']))
    run('node.mute')
    expect(state().map(([mode]) => mode)).toEqual([2, 2, 2])
    run('node.mute')
    expect(state().map(([mode]) => mode)).toEqual([0, 0, 0])
    expect(document.read().undoable).toBe('Unmute')
  })

  test('the arrow keys move them by ten, each direction as one step', () => {
    const { document, run } = openWindow()
    for (let i = 0; i < 3; i++) run('nudge.right')
    expect(document.read().present.nodes.map(({ pos }) => pointOf(pos)[0])).toEqual([30, 363, 666])
    run('edit.undo')
    expect(document.read().present.nodes.map(({ pos }) => pointOf(pos)[0])).toEqual([0, 333, 666])
  })

  test('what is deleted is named by its number', () => {
    const { document, run } = openWindow()
    run('edit.delete')
    expect(document.read()).toMatchObject({ undoable: 'Delete 4 items', present: { nodes: [{ id: 3 }], groups: [] } })
  })

  test('a group is drawn around them; without a selection, in the middle of the view', () => {
    const { document, run } = openWindow()
    document.select(selectNodes([]))
    run('node.group')
    expect(document.read().present.groups?.at(-1)?.bounding).toEqual([300, 150, 400, 300])
  })
})

describe('of the view', () => {
  test.each([
    ['view.fit', ['fit 1 2']],
    ['view.zoom-in', ['zoom 1.20']],
    ['view.zoom-out', ['zoom 0.83']],
    ['view.zoom-reset', ['reset zoom']],
    ['node.add', ['search 10 20']],
    ['walk.right', ['keep in view 2']],
    ['walk.left', []],
  ])('%s asks the canvas: %j', (id, asked) => {
    const { noted, run } = openWindow()
    run(id)
    expect(noted).toEqual(asked)
  })

  test('panels and dialogs open, and panels close again', () => {
    const { studio, run } = openWindow()
    const { store } = studio.layout
    run('view.models')
    expect(store.getState().side).toBe('models')
    run('view.models')
    expect(store.getState().side).toBeNull()
    run('view.inspector')
    expect(store.getState().inspector).toBe(false)
    run('view.edit-node')
    expect(store.getState().inspector).toBe(true)
    for (const [id, overlay] of [
      ['view.palette', { kind: 'palette' }],
      ['settings.open', { kind: 'settings' }],
      ['settings.folders', { kind: 'settings', section: 'folders' }],
      ['help.shortcuts', { kind: 'shortcuts' }],
      ['help.welcome', { kind: 'welcome' }],
    ] as const) {
      run(id)
      expect(store.getState().overlay).toEqual(overlay)
    }
  })

  test('a document is seen as a form or as a graph, and the library of nodes brings back the graph', () => {
    const { studio, document, run } = openWindow()
    const seen = () => studio.layout.store.getState().seenAs[document.id]
    run('view.form')
    expect(seen()).toBe('form')
    run('view.nodes')
    expect(seen()).toBe('graph')
    expect(studio.layout.store.getState().side).toBe('nodes')
    run('view.nodes')
    expect(studio.layout.store.getState().side).toBeNull()
  })

  test('the drawing of the one selected node opens in its document', () => {
    const { studio, document, run } = openWindow()
    run('node.draw')
    expect(studio.layout.store.getState().overlay).toBeNull()
    document.select(selectNodes(['2']))
    run('node.draw')
    expect(studio.layout.store.getState().overlay).toMatchObject({
      view: 'drawing',
      document: document.id,
      node: '2',
      widget: 'drawing',
    })
  })

  test('theme and minimap are settings', async () => {
    const { asked, run } = openWindow()
    run('view.theme')
    run('view.minimap')
    const changes = asked.filter(({ channel }) => channel === 'settings:change').map(({ args: [part] }) => part)
    expect(changes).toEqual([{ theme: 'dark' }, { minimap: false }])
  })
})

describe('of a run', () => {
  test('run the document, up to the selected nodes, or at the front of the queue', async () => {
    const { asked, run } = openWindow({ 'run:start': () => 'run 1' })
    for (const id of ['run.run', 'run.selected', 'run.front']) run(id)
    const wishes = asked.filter(({ channel }) => channel === 'run:start').map(({ args: [wish] }) => wish as object)
    expect(wishes.map(({ targets, front }: { targets?: string[]; front?: boolean }) => [targets, front])).toEqual([
      [undefined, undefined],
      [['1', '2'], undefined],
      [undefined, true],
    ])
  })

  test('cancel the one in progress and clear those that wait, where there are any', () => {
    const { studio, asked, run } = openWindow()
    const requests = () =>
      asked.map(({ channel, args }) => [channel, ...args].join(' ')).filter(each => !/journal/.test(each))
    for (const id of ['run.interrupt', 'run.clear-queue']) run(id)
    expect(requests()).toEqual([])
    const item = { title: 'A', live: false, created: 0 }
    studio.runs.setQueue([
      { ...item, id: 'run 1', state: 'running' },
      { ...item, id: 'run 2', state: 'waiting' },
    ] as never)
    for (const id of ['run.interrupt', 'run.clear-queue']) run(id)
    expect(requests()).toEqual(['run:cancel run 1', 'queue:clear'])
  })

  test('live mode is switched on and off', () => {
    const { studio, run } = openWindow()
    run('run.live')
    expect(studio.layout.store.getState().live).toBe(true)
    run('run.live')
    expect(studio.layout.store.getState().live).toBe(false)
  })
})

describe('of files', () => {
  test('a document that is on disk closes at once, another asks first, by its id', () => {
    const { studio, document, run } = openWindow()
    document.change('Rename', draft => void (draft.nodes[0]!.title = 'x'))
    run('file.close')
    expect(studio.layout.store.getState().overlay).toEqual({ kind: 'close-document', document: document.id })
    document.undo()
    run('file.close')
    expect(studio.documents.active()).toBeUndefined()
    run('file.new')
    expect(studio.documents.active()?.read().title).toBe('Untitled')
  })
})

describe('first pictures', () => {
  const examples = ['hyper-sd-1-step', 'one-step-text-to-image', 'hyper-sd-scribble'].map(id => ({
    id,
    title: id,
    path: `/${id}.json`,
  }))
  const program: Program = {
    'workflow:list': () => ({ examples, recent: [], saved: [] }) as never,
    'workflow:open': path => ({ title: path, path: null, text: textOf(['ScribbleCanvas']) }),
    'run:start': () => 'run 1',
  }
  const settled = () => vi.waitFor(() => new Promise(resolve => setImmediate(resolve)))

  test('the example that was opened runs, not what is in front by then', async () => {
    const opened = openWindow({
      ...program,
      'workflow:open': path => {
        setTimeout(() => opened.document.show())
        return program['workflow:open']!(path)
      },
    })
    opened.run('first.picture')
    await vi.waitFor(() => expect(opened.asked.map(({ channel }) => channel)).toContain('run:start'))
    const wish = opened.asked.find(({ channel }) => channel === 'run:start')!.args[0]
    expect(wish).toMatchObject({ title: '/hyper-sd-1-step.json' })
  })

  test('an example that cannot be opened runs nothing', async () => {
    const { asked, run, studio } = openWindow({
      ...program,
      'workflow:open': () => {
        throw new Error('The file is gone.')
      },
    })
    run('first.picture')
    await vi.waitFor(() => expect(studio.notices.store.getState().notices).toHaveLength(1))
    await settled()
    expect(asked.map(({ channel }) => channel)).not.toContain('run:start')
  })

  test('drawing opens the canvas of the example, live; a form selects its prompt', async () => {
    const { studio, run } = openWindow(program)
    run('first.drawing')
    await vi.waitFor(() =>
      expect(studio.layout.store.getState().overlay).toMatchObject({ view: 'drawing', node: '1', widget: 'drawing' }),
    )
    expect(studio.layout.store.getState().live).toBe(true)
    run('first.form')
    await vi.waitFor(() => expect(studio.documents.active()?.read().title).toBe('/one-step-text-to-image.json'))
  })

  test('an example that did not come with the program is reported', async () => {
    const { studio, run } = openWindow({ 'workflow:list': () => ({ examples: [], recent: [], saved: [] }) as never })
    run('first.picture')
    await vi.waitFor(() =>
      expect(studio.notices.store.getState().notices.map(({ message }) => message)).toEqual([
        expect.stringContaining('hyper-sd-1-step'),
      ]),
    )
  })
})
