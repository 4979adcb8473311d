import { describe, expect, test } from 'vitest'
import { readWidgetValues } from '../../../../graph/widgets/widget-values.ts'
import { by, canvasOnTable, place } from '../canvas-on-table.ts'

const sampler = (values: object = {}) => {
  const canvas = canvasOnTable(place('KSampler', [0, 100], { seed: 40, ...values }))
  const value = (name: string) => readWidgetValues(canvas.card(1).spec!, canvas.node(1).widgets_values).values[name]
  return { ...canvas, value }
}

describe('dragging along a number', () => {
  test('changes it by one step for every eight pixels, all as one step to undo', () => {
    const { row, drag, value, document } = sampler()
    drag([row(1, 'steps'), by(row(1, 'steps'), 10, 0), by(row(1, 'steps'), 44, 0)])
    expect(value('steps')).toBe(25)
    expect(document.read().undoable).toBe('Change steps')
    document.undo()
    expect(value('steps')).toBe(20)
    expect(document.read().undoable).toBe('Prepare')
  })

  test('stays within its limits', () => {
    const { row, drag, value } = sampler()
    drag([row(1, 'steps'), by(row(1, 'steps'), -4000, 0)])
    expect(value('steps')).toBe(1)
  })

  test('with a slider sets it to where the pointer is', () => {
    const { row, drag, value, card } = sampler()
    const [, , w] = card(1).layout.widgets.find(({ name }) => name === 'denoise')!.rect
    drag([row(1, 'denoise'), by(row(1, 'denoise'), w / 4, 0)])
    expect(value('denoise')).toBe(0.75)
    drag([row(1, 'denoise'), by(row(1, 'denoise'), 2 * w, 0)])
    expect(value('denoise')).toBe(1)
  })

  test('that is a seed keeps it whole to the last of its 64 bits', () => {
    const { row, drag, value } = sampler({ seed: 2n ** 63n + 1n })
    drag([row(1, 'seed'), by(row(1, 'seed'), 16, 0)])
    expect(value('seed')).toBe(2n ** 63n + 3n)
  })

  test('never takes a seed below 0', () => {
    const { row, drag, value } = sampler({ seed: 3 })
    drag([row(1, 'seed'), by(row(1, 'seed'), -80, 0)])
    expect(value('seed')).toBe(0)
  })

  test('is taken back by Escape', () => {
    const { row, pull, pressEscape, value, document } = sampler()
    pull([row(1, 'steps'), by(row(1, 'steps'), 44, 0)])
    pressEscape()
    expect(value('steps')).toBe(20)
    expect(document.read().undoable).toBe('Prepare')
  })

  test('that has changed nothing yet is given up without undoing what was done before', () => {
    const { row, pull, pressEscape, document } = sampler()
    pull([row(1, 'steps'), by(row(1, 'steps'), 5, 0)])
    pressEscape()
    expect(document.read().undoable).toBe('Prepare')
    expect(document.read().redoable).toBeNull()
  })

  test('that a wire gives moves the card', () => {
    const { row, drag, value, node, document } = sampler()
    document.change('Wire', draft => {
      draft.nodes[0]!.inputs!.push({ name: 'steps', type: 'INT', link: 9, widget: { name: 'steps' } })
    })
    drag([row(1, 'steps'), by(row(1, 'steps'), 40, 0)])
    expect(value('steps')).toBe(20)
    expect(node(1).pos).toEqual([40, 100])
  })
})
