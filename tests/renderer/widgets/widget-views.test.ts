import { describe, expect, test, vi } from 'vitest'
import type { Json } from '../../../graph/json.ts'
import { axis, choice, drawing, file, float, int, seed, text, toggle, type Widget } from '../../../graph/node.ts'
import type { CardRow, Press } from '../../../renderer/widgets/widget-view.ts'
import { viewOf } from '../../../renderer/widgets/widget-views.ts'
import { namedLook } from '../canvas/cards/cards.ts'
import { recordingContext } from '../recording-context.ts'

const strength = float({ default: 1, min: 0, max: 2, step: 0.05 })
const width = int({ default: 512, min: 16, max: 16_384, step: 8 })
const picture = file('input', { upload: true })
const all: readonly Widget[] = [
  choice(['euler', 'ddim']),
  picture,
  file('loras'),
  seed(),
  strength,
  width,
  text(),
  text({ multiline: true }),
  toggle({ default: true }),
  drawing(),
  axis(),
]
const rows = (port: Widget) => viewOf(port).rows(port)
const row = (port: Widget, part = 'value'): CardRow<Widget> => rows(port).find(row => row.part === part)!
const widget = (port: Widget, value?: Json) => ({ name: 'a', label: 'a', port, value, control: undefined })

describe('the rows of a widget', () => {
  test('begin with its value, and each opens an editor, or does something when it is pressed', () => {
    for (const port of all) {
      expect(rows(port)[0]!.part).toBe('value')
      for (const row of rows(port)) expect(row.editor ?? row.press ?? row.doublePress).toBeDefined()
    }
  })

  test('are more than one for a seed, a drawing and a picture that can be uploaded', () => {
    const parts = (port: Widget) => rows(port).map(({ part }) => part)
    expect([parts(seed()), parts(drawing()), parts(picture), parts(file('loras'))]).toEqual([
      ['value', 'control'],
      ['value', 'draw'],
      ['value', 'upload'],
      ['value'],
    ])
  })

  test('stretch where there is something to read or to see', () => {
    const elastic = all.filter(port => row(port).isElastic).map(({ kind }) => kind)
    expect(elastic).toEqual(['text', 'drawing'])
  })

  test.each<[string, Widget, Json | undefined, string[]]>([
    ['an empty file', picture, undefined, ['choose…', 'a']],
    ['a prompt that is not written yet', text({ multiline: true }), '', ['Type a prompt…']],
    ['a whole number', width, 512, ['512', 'a']],
    ['a number with decimals', strength, 1, ['1.00', 'a']],
    ['a toggle', toggle({ default: true }), false, ['off', 'a']],
    ['an axis', axis(), '6.steps = 1, 2', ['6.steps = 1, 2', 'a']],
  ])('show %s', (_, port, value, texts) => {
    const recording = recordingContext()
    const brush = { context: recording.context, look: namedLook(), rect: [0, 0, 200, 60] }
    row(port).draw(brush as never, widget(port, value))
    expect(recording.texts()).toEqual(texts)
  })
})

describe('a press', () => {
  const pressed = (port: Widget, part: string, value: Json, how: 'press' | 'doublePress' = 'press') => {
    const at = { studio: { layout: { open: vi.fn() } }, document: { id: 'doc' }, node: '5', set: vi.fn() }
    row(port, part)[how]?.(widget(port, value), at as unknown as Press)
    return { set: at.set.mock.calls, opened: at.studio.layout.open.mock.calls.flat() }
  }

  test('turns a toggle', () => {
    expect(pressed(toggle({ default: true }), 'value', true).set).toEqual([[false]])
    expect(pressed(toggle({ default: true }), 'value', false).set).toEqual([[true]])
  })

  test('opens a drawing: with its button at once, on the drawing itself by a double click', () => {
    const dialog = { kind: 'node', view: 'drawing', document: 'doc', node: '5', widget: 'a', coversCanvas: true }
    expect(pressed(drawing(), 'draw', '').opened).toEqual([dialog])
    expect(pressed(drawing(), 'value', '').opened).toEqual([])
    expect(pressed(drawing(), 'value', '', 'doublePress').opened).toEqual([dialog])
  })
})

describe('a drag', () => {
  const dragged = (port: Widget, value: Json | undefined, pixels: number, share = 0) =>
    row(port).dragged?.(widget(port, value), { pixels, share, height: 0.5, from: { share, height: 0.5 } })

  test('along a small range follows the pointer, on steps and within the limits', () => {
    expect([0.26, -1, 7].map(share => dragged(strength, 1, 0, share))).toEqual([0.5, 0, 2])
  })

  test('along a large range changes the number by a step for every eight pixels', () => {
    expect([7, 8, -17, 1e6].map(pixels => dragged(width, 512, pixels))).toEqual([512, 520, 496, 16_384])
  })

  test('of a seed is exact to its last bit', () => {
    expect(dragged(seed(), 2n ** 64n - 3n, 8)).toBe(2n ** 64n - 2n)
    expect(dragged(seed(), undefined, -80)).toBe(0)
  })

  test('changes nothing else', () =>
    expect(all.filter(port => row(port).dragged).map(({ kind }) => kind)).toEqual(['seed', 'float', 'int']))
})

test('the limits of a form narrow those of a number and never widen them', () => {
  expect(viewOf(width).within?.(width, [64, 99_999])).toEqual({ ...width, min: 64 })
  expect(viewOf(text()).within).toBeUndefined()
})

test('the inspector says what a number allows', () => {
  const limits = (port: Widget) => viewOf(port).limits?.(port)
  expect([
    limits(strength),
    limits(int({ default: 0, min: -5, max: 5 })),
    limits(int({ default: 1, min: 1, max: 1e9 })),
  ]).toEqual(['0 to 2', '−5 to 5', 'from 1'])
  expect(limits(seed())).toBeUndefined()
})

test('a card shows the picture that a file of the input folder names', () => {
  const shown = (port: Widget, value?: Json) => viewOf(port).picture?.(port, value)
  expect(shown(picture, 'sub/cat.png')).toBe('view?filename=cat.png&subfolder=sub&type=input&thumb=512')
  expect([shown(picture), shown(file('loras'), 'a'), shown(text(), 'cat.png')]).toEqual([null, undefined, undefined])
})
