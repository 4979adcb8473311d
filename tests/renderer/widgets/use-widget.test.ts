import { expect, test } from 'vitest'
import { removeNodes } from '../../../graph/edit/nodes.ts'
import { widgetOf } from '../../../renderer/widgets/use-widget.ts'
import { firstValues, openStudio, textOf } from '../open-studio.ts'

/** Two documents with a sampler each, and a field for one widget of the first. */
function openField(name = 'steps') {
  const { studio } = openStudio()
  const [a, b] = ['A', 'B'].map(title =>
    studio.documents.open({
      title,
      path: null,
      text: textOf(['KSampler', 5, 'increment', 20, 8, 'euler', 'normal', 1]),
    }),
  )
  const field = widgetOf(a!, studio.specs, { node: '1', name }, { merge: 'field' })!
  return { studio, a: a!, b: b!, field }
}

test('a field writes to its own document, also while another tab is in front', () => {
  const { studio, b, field } = openField()
  b.show()
  field.set(4)
  expect(firstValues(studio, 2)).toEqual({ A: 4, B: 20 })
})

test('what is changed while a hand rests on a field is one step to undo', () => {
  const { a, field } = openField()
  for (const steps of [21, 22, 23]) field.set(steps)
  expect(a.read().undoable).toBe('Change steps')
  a.undo()
  expect(a.read().undoable).toBeNull()
})

test('what is changed after a step was settled is another one', () => {
  const { a, field, studio } = openField()
  field.set(21)
  field.settle()
  for (const steps of [22, 23]) field.set(steps)
  a.undo()
  expect(firstValues(studio, 2)).toEqual({ A: 21, B: 20 })
})

test('a cancelled edit brings the value back, and redo brings the edit', () => {
  const { studio, a, field } = openField()
  for (const steps of [21, 22]) field.set(steps)
  field.cancel(20)
  expect(firstValues(studio, 2)).toEqual({ A: 20, B: 20 })
  a.redo()
  expect(firstValues(studio, 2)).toEqual({ A: 22, B: 20 })
  // Part of the same step was made before the field got the focus.
  field.cancel(21)
  expect(firstValues(studio, 2)).toEqual({ A: 21, B: 20 })
})

test('a field whose node or document is gone changes nothing', () => {
  const { studio, a, field } = openField()
  a.change('Delete', removeNodes([1]))
  field.set(4)
  expect(firstValues(studio, 2)).toEqual({ A: undefined, B: 20 })
  a.close()
  field.set(5)
  expect(firstValues(studio, 2)).toEqual({ B: 20 })
})

test('reads the value, and what becomes of a seed after a run', () => {
  const { studio, a, field } = openField('seed')
  expect(field).toMatchObject({ label: 'seed', value: 5, control: 'increment', wired: false, port: { kind: 'seed' } })
  field.setControl('fixed')
  expect(widgetOf(a, studio.specs, { node: '1', name: 'seed' }, { merge: '' })?.control).toBe('fixed')
})

test('there is no field for an input without a widget, a node that is not there, or an unknown type', () => {
  const { studio, a } = openField()
  const unknown = studio.documents.open({ title: 'C', path: null, text: textOf(['Mystery', 1]) })
  expect(widgetOf(a, studio.specs, { node: '1', name: 'model' }, { merge: '' })).toBeNull()
  expect(widgetOf(a, studio.specs, { node: '7', name: 'steps' }, { merge: '' })).toBeNull()
  expect(widgetOf(unknown, studio.specs, { node: '1', name: 'steps' }, { merge: '' })).toBeNull()
})
