import { afterEach, expect, test, vi } from 'vitest'
import { listenToClipboard } from '../../../../renderer/commands/exchange/clipboard-events.ts'
import { selectNodes } from '../../../../renderer/studio/selection.ts'
import { openStudio, textOf } from '../../open-studio.ts'

/** An element of the page that has keys of its own, or not. */
class Element extends EventTarget {
  readonly #hasKeys: boolean
  constructor(hasKeys: boolean) {
    super()
    this.#hasKeys = hasKeys
  }
  closest() {
    return this.#hasKeys ? this : null
  }
}

afterEach(() => void vi.unstubAllGlobals())

/** A window whose document has two nodes, the second one selected, and a clipboard. */
function openWindow({ inField = false } = {}) {
  const { studio, page } = openStudio({ 'picture:upload': ({ name }) => name })
  const target = new Element(inField)
  vi.stubGlobal('Element', Element)
  vi.stubGlobal('document', target)
  const document = studio.documents.open({
    title: 'A',
    path: null,
    text: textOf(['VAELoader', 'a'], ['LoadImage', 'b']),
  })
  document.select(selectNodes(['2']))
  const clipboard = new Map<string, string>()
  const end = listenToClipboard(studio)
  return {
    document,
    studio,
    end,
    types: () => document.read().present.nodes.map(({ type }) => type),
    /** @returns whether the page took the event for itself */
    fire(
      name: 'copy' | 'cut' | 'paste',
      {
        shift = false,
        files = [] as File[],
        byMiddle = false,
      }: { shift?: boolean; files?: File[]; byMiddle?: boolean } = {},
    ): boolean {
      if (byMiddle) page.dispatchEvent(Object.assign(new Event('pointerdown'), { button: 1 }))
      else page.dispatchEvent(Object.assign(new Event('keydown'), { shiftKey: shift }))
      const clipboardData = {
        files,
        getData: (type: string) => clipboard.get(type) ?? '',
        setData: (type: string, text: string) => clipboard.set(type, text),
      }
      return !target.dispatchEvent(Object.assign(new Event(name, { cancelable: true }), { clipboardData }))
    },
  }
}

test('the middle button, which pans, pastes nothing', () => {
  const window = openWindow()
  window.fire('copy')
  expect(window.fire('paste', { byMiddle: true })).toBe(false)
  expect(window.types()).toEqual(['VAELoader', 'LoadImage'])
})

test('the selected nodes are copied, cut and pasted by the keys of the system', () => {
  const window = openWindow()
  expect(window.fire('copy')).toBe(true)
  expect(window.fire('paste')).toBe(true)
  expect(window.types()).toEqual(['VAELoader', 'LoadImage', 'LoadImage'])
  window.document.select(selectNodes(['1']))
  window.fire('cut')
  expect(window.types()).toEqual(['LoadImage', 'LoadImage'])
  window.fire('paste', { shift: true })
  expect(window.types()).toEqual(['LoadImage', 'LoadImage', 'VAELoader'])
})

test('in a text field the keys act on the text', () => {
  const window = openWindow({ inField: true })
  expect([window.fire('copy'), window.fire('cut'), window.fire('paste')]).toEqual([false, false, false])
  expect(window.types()).toEqual(['VAELoader', 'LoadImage'])
})

test('without a selection nothing is copied, and the clipboard stays as it is', () => {
  const window = openWindow()
  window.document.select(selectNodes([]))
  expect(window.fire('copy')).toBe(false)
})

test('a picture is pasted into the selected Load Image node', async () => {
  const window = openWindow()
  window.fire('paste', { files: [new File([new Uint8Array(3)], 'cat.png', { type: 'image/png' })] })
  await expect.poll(() => window.document.read().present.nodes[1]?.widgets_values).toEqual(['cat.png', 'image'])
})

test('with nothing open, a picture is pasted into a new document', async () => {
  const window = openWindow()
  window.document.close()
  window.fire('paste', { files: [new File([new Uint8Array(3)], 'cat.png', { type: 'image/png' })] })
  await expect
    .poll(() =>
      window.studio.documents
        .active()
        ?.read()
        .present.nodes.map(({ type }) => type),
    )
    .toEqual(['LoadImage'])
})

test('once it has ended, it hears nothing', () => {
  const window = openWindow()
  window.end()
  expect(window.fire('copy')).toBe(false)
})
