import { expect, test } from 'vitest'
import type { Json } from '../../../graph/json.ts'
import { axis, choice, curve, drawing, file, float, int, seed, text, toggle, type Widget } from '../../../graph/node.ts'
import { readLiteral, takes } from '../../../graph/planning/literal.ts'
import { initialOf, kindOf, widgetKinds } from '../../../graph/widgets/widget-kinds.ts'

const one: { readonly [K in Widget['kind']]: Widget } = {
  choice: choice(['euler', 'ddim']),
  file: file('loras'),
  seed: seed(),
  float: float({ default: 1, min: 0, max: 2, step: 0.1 }),
  int: int({ default: 4, min: 1, max: 8 }),
  text: text({ multiline: true }),
  toggle: toggle({ default: true }),
  drawing: drawing(),
  axis: axis(),
  curve: curve({ default: '1@0, 0@1', min: -2, max: 2 }),
}
const kinds = Object.keys(widgetKinds) as Widget['kind'][]

test.each(kinds)('a %s takes the value of a new node', kind => {
  const initial = initialOf(one[kind])
  expect(kind === 'file' ? initial === undefined : takes(one[kind], initial!)).toBe(true)
})

test.each<[Widget['kind'], Json, Json]>([
  ['int', '7', 7],
  ['int', 4.9, 4],
  ['seed', '18446744073709551615', 18446744073709551615n],
  ['float', ' 1.5e0 ', 1.5],
  ['text', true, 'True'],
  ['text', 12, '12'],
  ['toggle', 'false', true],
  ['toggle', [], false],
  ['choice', 'ddim', 'ddim'],
  ['file', 'sub/a.safetensors', 'sub/a.safetensors'],
  ['axis', '6.steps = 1, 2', '6.steps = 1, 2'],
  ['curve', '0.5@0,0@0.5', '0.5@0,0@0.5'],
])('a %s reads %j as Python does', (kind, written, value) => {
  expect(readLiteral(one[kind], written, {})).toBe(value)
})

test.each<[Widget['kind'], Json, RegExp]>([
  ['int', 'many', /expected a whole number, got "many"/],
  ['int', 9, /expected 1 to 8, got 9/],
  ['seed', -1, /expected 0 to 18446744073709551615, got -1/],
  ['float', '', /expected a number, got ""/],
  ['text', null, /expected a text, got null/],
  ['choice', 'heun', /expected euler, ddim, got "heun"/],
  ['file', ['a'], /expected a file name, got \["a"\]/],
  ['drawing', '{}', /the drawing is damaged at version/],
  ['axis', null, /expected a text, got null/],
  ['curve', '1', /expected strengths at shares of the steps, as in 0.5@0, 0@0.5, got "1"/],
  ['curve', '1@0, 0@1.5', /expected shares of the steps from 0 to 1, got 1.5 in "0@1.5"/],
  ['curve', '1@0.5, 0@0.2', /expected the shares of the steps in rising order, got 0.2 after 0.5/],
  ['curve', '3@0', /expected strengths from -2 to 2, got 3 in "3@0"/],
])('a %s refuses %j', (kind, written, message) => {
  expect(() => readLiteral(one[kind], written, {})).toThrow(message)
  expect(takes(one[kind], written)).toBe(false)
})

test('what a person types becomes the value of a prompt', () => {
  const typed = (kind: Widget['kind'], written: string) =>
    kindOf(one[kind]).typed?.(written, expected => {
      throw new Error(`expected ${expected}`)
    })
  expect([typed('int', '+5'), typed('seed', '18446744073709551615'), typed('float', '0.5')]).toEqual([
    5,
    18446744073709551615n,
    0.5,
  ])
  expect(['true', 'on', 'yes', 'false', 'off', 'no'].map(word => typed('toggle', word))).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ])
  expect(() => typed('toggle', 'perhaps')).toThrow('expected true or false')
  expect(() => typed('int', '1.5')).toThrow('expected a whole number')
  expect(() => typed('float', ' ')).toThrow('expected a number')
  expect(typed('text', 'a fox')).toBeUndefined()
})

test('texts of several lines, seeds and drawings take more rows than one', () => {
  const rows = (widget: Widget) => kindOf(widget).rows?.(widget) ?? 1
  expect([one.text, text(), one.seed, one.drawing, one.int].map(rows)).toEqual([5, 1, 2, 11, 1])
})

test('a comparison may go through all choices and both states of a toggle, not through all files', () => {
  const all = (widget: Widget) => kindOf(widget).series?.all?.(widget)
  expect([all(one.choice), all(one.toggle), all(one.file), all(one.int)]).toEqual([
    ['euler', 'ddim'],
    [true, false],
    undefined,
    undefined,
  ])
  expect(kinds.filter(kind => !widgetKinds[kind].series)).toEqual(['drawing', 'axis'])
})

test('a copied axis names the copy of its node, where that was copied too', () => {
  const ids = new Map([['6', 101]])
  const moved = (value: Json) => widgetKinds.axis.moved?.(value, ids)
  expect([moved('6 (Few steps).steps = 1, 2'), moved('7.eta = 0'), moved(3)]).toEqual([
    '101 (Few steps).steps = 1, 2',
    '7.eta = 0',
    3,
  ])
})

test.each(['../red', 'a/../../b', '/etc/red', 'C:\\red', '..\\red'])(
  'a path %s leads out of its folder and is refused',
  path => {
    const refused = (widget: Widget) => () => readLiteral(widget, path, {})
    expect(refused(text({ isPath: true }))).toThrow('is outside the output folder')
    expect(refused(text())).not.toThrow()
  },
)

test.each(['red', 'a/b', 'a/../b', '', '%date%/red', 'a..b'])('a path %j stays in its folder', path => {
  expect(readLiteral(text({ isPath: true }), path, {})).toBe(path)
})
