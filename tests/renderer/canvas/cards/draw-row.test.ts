import { describe, expect, test, vi } from 'vitest'
import { emptyDrawing, writeDrawing } from '../../../../graph/drawing/drawing.ts'
import { choice, file, float, int, text, toggle } from '../../../../graph/node.ts'
import { recordingContext } from '../../recording-context.ts'
import { drawn, placed, specOf } from './cards.ts'

const spec = (inputs: object) => ({ ...specOf('KSampler'), inputs, outputs: {} }) as ReturnType<typeof specOf>
/** What a card with one widget says of it: its value, then its name. */
const face = (widget: object, value: unknown) =>
  drawn({ id: 1, type: 'X', title: 'X', widgets_values: [value] as never }, { spec: spec({ a: widget }) })
    .texts()
    .slice(2)

describe('a widget on a card', () => {
  test('says its value and its name', () => {
    expect(face(int({ default: 1, min: 0, max: 9 }), 4)).toEqual(['4', 'a'])
    expect(face(text(), 'word')).toEqual(['word', 'a'])
    expect(face(choice(['one', 'two']), 'two')).toEqual(['two', 'a'])
    expect(face(toggle({ default: false }), true)).toEqual(['on', 'a'])
    expect(face(toggle({ default: false }), false)).toEqual(['off', 'a'])
  })

  test('gives a number the decimals of its step, more only if it needs them', () => {
    const strength = float({ default: 1, min: 0, max: 2, step: 0.01 })
    expect(face(strength, 1)[0]).toBe('1.00')
    expect(face(strength, 0.125)[0]).toBe('0.125')
  })

  test('leaves the ending of a model file out, and asks for one where none is selected', () => {
    expect(face(file('checkpoints'), 'hyper.safetensors')[0]).toBe('hyper')
    expect(face(file('checkpoints'), null)[0]).toBe('choose…')
  })

  test('cuts a long value before it cuts the name', () => {
    const [value, name] = face(choice(['x'.repeat(99)]), 'x'.repeat(99))
    expect(value!.endsWith('…')).toBe(true)
    expect(name).toBe('a')
  })

  test('shows a number with a slider as a share of its row', () => {
    const { of } = drawn(
      { id: 1, type: 'X', size: [200, 60], widgets_values: [0.5] },
      { spec: spec({ a: float({ default: 0, min: 0, max: 1, step: 0.1, slider: true } as never) }) },
    )
    expect(of('fillRect').find(({ paint }) => paint.globalAlpha === 0.22)?.args[2]).toBe(90)
  })

  test('wraps a prompt, and asks for one where there is none', () => {
    const prompt = (words: string) =>
      drawn(placed('CLIPTextEncode', { size: [140, 200], widgets_values: [words] })).texts()
    expect(prompt('a cat on a very red and soft sofa')).toEqual(
      expect.arrayContaining(['a cat on a very', 'red and soft sofa']),
    )
    expect(prompt('')).toContain('Type a prompt…')
  })

  test('is not drawn while its editor lies over it', () => {
    const { texts } = drawn(placed('KSampler'), { state: { editing: 'steps' } })
    expect(texts()).toContain('cfg')
    expect(texts()).not.toContain('steps')
  })

  test('fades while a wire gives its value', () => {
    const node = placed('KSampler')
    const inputs = [...node.inputs!, { name: 'steps', type: 'INT', link: 5, widget: { name: 'steps' } }]
    const { calls } = drawn({ ...node, inputs })
    const name = calls.find(({ name, args }) => name === 'fillText' && args[0] === 'steps')!
    expect(name.paint.globalAlpha).toBeCloseTo(0.45)
    expect(calls.findLast(({ args }) => args[0] === 'denoise')!.paint.globalAlpha).toBe(1)
  })

  test('has a button below a picture file', () =>
    expect(drawn(placed('LoadImage')).texts()).toContain('Choose a picture…'))
})

describe('a drawing on a card', () => {
  const canvas = (drawing: string) => drawn(placed('ScribbleCanvas', { widgets_values: [drawing, false] }))

  test('is shown small, in the middle of its row, above the button that opens it', () => {
    vi.stubGlobal('document', { createElement: () => ({ getContext: () => recordingContext().context }) })
    const { of, texts, card } = canvas(writeDrawing({ ...emptyDrawing, width: 100, height: 100 }))
    const [x, y, w, h] = card.layout.widgets[0]!.rect
    expect(of('drawImage')[0]!.args.slice(1)).toEqual([x + (w - (h - 8)) / 2, y + 4, h - 8, h - 8])
    expect(texts()).toContain('Draw…')
  })

  test('that is damaged says why', () => {
    const { texts, of } = canvas('{"version":1}')
    expect(of('drawImage')).toEqual([])
    expect(texts().join()).toContain('width')
  })
})
