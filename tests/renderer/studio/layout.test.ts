import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLayout } from '../../../renderer/studio/layout.ts'

const stored = new Map<string, string>()
beforeEach(() => {
  stored.clear()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  })
})
afterEach(() => void vi.unstubAllGlobals())

test('panels are where they were at the last start; dialogs and live mode are not kept', () => {
  const layout = createLayout()
  layout.showSide('models')
  layout.toggleInspector()
  layout.toggleLive()
  layout.open({ kind: 'palette' })
  expect(createLayout().store.getState()).toMatchObject({
    side: 'models',
    inspector: false,
    live: false,
    overlay: null,
  })
})

test('a panel is hidden by asking for it again', () => {
  const layout = createLayout()
  layout.toggleSide('queue')
  expect(layout.store.getState().side).toBe('queue')
  layout.toggleSide('queue')
  expect(layout.store.getState().side).toBeNull()
})

test.each(['{', '7', 'null'])('a damaged storage (%s) gives the defaults', text => {
  stored.set('leapgraph.layout', text)
  expect(createLayout().store.getState()).toMatchObject({ side: null, inspector: true })
})

test('a panel that is opened ends focus mode, and is the only one', () => {
  const { store, toggleFocus, toggleSide } = createLayout()
  toggleFocus()
  expect(store.getState().focused).toBe(true)
  toggleSide('queue')
  expect(store.getState()).toMatchObject({ focused: false, side: 'queue' })
})

test('a window as narrow as a phone shows one panel at a time', () => {
  vi.stubGlobal('innerWidth', 390)
  const { store, toggleSide, toggleInspector } = createLayout()
  toggleSide('queue')
  expect(store.getState()).toMatchObject({ side: 'queue', inspector: false })
  toggleInspector()
  expect(store.getState()).toMatchObject({ side: null, inspector: true })
  vi.unstubAllGlobals()
})

test('panels that a narrow window closed come back in a wide one, unless another was opened', () => {
  const window = new EventTarget()
  vi.stubGlobal('window', window)
  const resize = (width: number) => {
    vi.stubGlobal('innerWidth', width)
    window.dispatchEvent(new Event('resize'))
  }
  resize(1440)
  const { store, followWidth, toggleSide } = createLayout()
  toggleSide('queue')
  const end = followWidth()
  resize(390)
  expect(store.getState()).toMatchObject({ side: null, inspector: false })
  resize(1440)
  expect(store.getState()).toMatchObject({ side: 'queue', inspector: true })
  resize(390)
  toggleSide('models')
  resize(1440)
  expect(store.getState()).toMatchObject({ side: 'models', inspector: false })
  end()
})
