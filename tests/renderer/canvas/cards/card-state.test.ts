import { describe, expect, test } from 'vitest'
import { connect } from '../../../../graph/edit/wires/wires.ts'
import { cardState, type Moment, unfinishedOn } from '../../../../renderer/canvas/cards/card-state.ts'
import { nothingShown } from '../../../../renderer/canvas/gestures/gesture.ts'
import { canvasOnTable, place } from '../canvas-on-table.ts'

const canvas = canvasOnTable(
  place('KSampler', [0, 100]),
  place('VAEDecode', [500, 100]),
  place('SaveImage', [900, 100]),
  place('SaveImage', [900, 500]),
  connect(1, 0, 2, undefined, 'samples'),
  connect(2, 0, 3, undefined, 'images'),
)
const moment = (part: Partial<Moment> = {}): Moment => ({
  document: canvas.document.read(),
  run: undefined,
  floating: null,
  hovered: null,
  shown: nothingShown,
  ...part,
})
const run = (part: object) => ({ nodes: {}, errors: [], unfinished: null, ...part }) as unknown as Moment['run']

describe('what is known of a node beside the document', () => {
  test('is whether it is selected, under the pointer, edited or refuses a wire', () => {
    canvas.select(2)
    const now = moment({
      hovered: '1',
      floating: { kind: 'widget', node: '1', widget: 'cfg', part: 'value' },
      shown: { ...nothingShown, refusing: new Set(['3']), target: { node: '2', side: 'input', name: 'vae' } },
    })
    expect(cardState(canvas.card(1), now)).toMatchObject({ selected: false, hovered: true, editing: 'cfg' })
    expect(cardState(canvas.card(2), now)).toMatchObject({ selected: true, hovered: false, target: { name: 'vae' } })
    expect(cardState(canvas.card(3), now)).toMatchObject({ refusing: true, editing: null, target: null })
  })

  test('is what the run says of it', () => {
    const progress = { state: 'running', step: 1, of: 4 }
    const now = moment({ run: run({ nodes: { 1: progress }, errors: [{ node: '2', message: 'out of memory' }] }) })
    expect(cardState(canvas.card(1), now)).toMatchObject({ progress, error: null })
    expect(cardState(canvas.card(2), now)).toMatchObject({ progress: undefined, error: 'out of memory' })
  })
})

describe('an unfinished picture', () => {
  const unfinished = { node: '1', urls: ['data:a'], isDecoding: false }
  const shownOn = (id: number, part: object = {}) =>
    unfinishedOn(canvas.card(id), moment({ run: run({ unfinished, ...part }) }))

  test('is shown on the sampler and on the output that it will reach', () => {
    expect([1, 2, 3, 4].map(id => shownOn(id))).toEqual(['data:a', null, 'data:a', null])
  })

  test('leaves the output once that has its own picture', () =>
    expect(shownOn(3, { nodes: { 3: { state: 'done' } } })).toBeNull())

  test('of a latent that is decoded is shown on the output alone, which says that an exact one follows', () => {
    const decoding = { unfinished: { node: '2', urls: ['data:a', 'data:b'], isDecoding: true } }
    expect([1, 2, 3, 4].map(id => shownOn(id, decoding))).toEqual([null, null, 'data:b', null])
    const stateOf = (id: number, part: object) => cardState(canvas.card(id), moment({ run: run(part) }))
    expect([1, 2, 3, 4].map(id => stateOf(id, decoding).exactFollows)).toEqual([false, false, true, false])
    expect(stateOf(2, decoding).isUnfinished).toBe(false)
    expect(stateOf(3, { unfinished }).exactFollows).toBe(false)
  })

  test('is gone with the run', () => expect(shownOn(1, { unfinished: null })).toBeNull())
})
