import { describe, expect, test } from 'vitest'
import { linksOf } from '../../../../graph/document/links.ts'
import { changed } from '../../../../graph/edit/change.ts'
import { connect } from '../../../../graph/edit/wires/wires.ts'
import { canvasOnTable, type Point, place } from '../canvas-on-table.ts'

const [checkpoint, sampler, prompt, decode] = [1, 2, 3, 4]
const ground: Point = [700, 900]

/** A checkpoint, a sampler, a prompt and a decoder, apart from each other and not wired. */
const graph = () =>
  canvasOnTable(
    place('CheckpointLoaderSimple', [0, 100]),
    place('KSampler', [500, 100]),
    place('CLIPTextEncode', [0, 500]),
    place('VAEDecode', [1000, 100]),
  )
type Graph = ReturnType<typeof graph>

/** Each wire as `from.slot > to.input`. */
const wires = ({ present }: Graph) => {
  const links = linksOf(present())
  return present().nodes.flatMap(node =>
    (node.inputs ?? []).flatMap(({ name, link }) => {
      const wire = links.get(String(link))
      return wire ? [`${wire.from}.${wire.fromSlot} > ${node.id}.${name}`] : []
    }),
  )
}

describe('dragging a wire', () => {
  test('from an output to an input of the same type connects them in one step to undo', () => {
    const canvas = graph()
    const { socket, drag, document } = canvas
    drag([socket(checkpoint, 'MODEL'), ground, socket(sampler, 'model')])
    expect(wires(canvas)).toEqual(['1.0 > 2.model'])
    expect(document.read().undoable).toBe('Connect')
    document.undo()
    expect(wires(canvas)).toEqual([])
  })

  test('over a socket that fits, what letting go would change is known before', () => {
    const { socket, pull, move, shown, present, document } = graph()
    pull([socket(checkpoint, 'MODEL'), ground, socket(sampler, 'model')])
    const { trial } = shown()
    expect(linksOf(changed(present(), trial!.change)).size).toBe(1)
    expect([trial!.socket, trial!.document]).toEqual(['2 model', document])
    move(ground)
    expect(shown().trial).toBeNull()
    expect(linksOf(present()).size).toBe(0)
  })

  test('from an input to an output connects them as well', () => {
    const canvas = graph()
    const { socket, drag } = canvas
    drag([socket(prompt, 'clip'), ground, socket(checkpoint, 'CLIP')])
    expect(wires(canvas)).toEqual(['1.1 > 3.clip'])
  })

  test('onto a card connects the first input that fits', () => {
    const canvas = graph()
    const { socket, drag, title } = canvas
    drag([socket(prompt, 'CONDITIONING'), ground, title(sampler)])
    expect(wires(canvas)).toEqual(['3.0 > 2.positive'])
  })

  test('onto a widget’s row connects the widget', () => {
    const canvas = graph()
    const { socket, row, drag, document } = canvas
    document.change('Primitive', draft => {
      draft.nodes.push({
        id: 5,
        type: 'PrimitiveNode',
        pos: [0, 900],
        outputs: [{ name: 'value', type: '*', links: [] }],
      })
    })
    drag([socket(5, 'value'), ground, row(sampler, 'steps')])
    expect(wires(canvas)).toEqual(['5.0 > 2.steps'])
  })

  test('shows the wire from the socket to the pointer, and where it would end', () => {
    const { socket, pull, shown } = graph()
    const [from, to] = [socket(checkpoint, 'MODEL'), socket(sampler, 'model')]
    pull([from, ground])
    expect(shown()).toMatchObject({ wires: [{ from, to: ground, type: 'MODEL', fromInput: false }], target: null })
    pull([from, to])
    expect(shown().target).toEqual({ node: '2', side: 'input', name: 'model' })
  })

  test('fades the cards that have nothing for it', () => {
    const { socket, pull, shown, up } = graph()
    pull([socket(checkpoint, 'MODEL'), ground])
    expect([...shown().refusing]).toEqual(['3', '4'])
    up(ground)
    expect([...shown().refusing]).toEqual([])
  })

  test('over what it does not fit says why, and connects nothing', () => {
    const canvas = graph()
    const { socket, pull, up, shown, studio, asked } = canvas
    const at = socket(decode, 'vae')
    pull([socket(checkpoint, 'MODEL'), at])
    expect(shown()).toMatchObject({ target: null, refusal: { at } })
    expect(shown().refusal!.why).toMatch(/MODEL does not fit the/)
    up(at)
    expect(asked.at(-1)).toMatchObject({ do: 'warn' })
    expect(shown().refusal).toBeNull()
    expect(wires(canvas)).toEqual([])
    expect(studio.notices.store.getState()).toMatchObject({
      notices: [{ tone: 'warn', message: expect.stringMatching(/MODEL/) }],
    })
  })

  test('over a card without any socket on that side says so', () => {
    const { socket, pull, title, shown } = graph()
    pull([socket(sampler, 'model'), title(decode)])
    expect(shown().refusal!.why).toMatch(/does not fit/)
    const {
      socket: on,
      pull: take,
      title: of,
      shown: seen,
    } = canvasOnTable(place('SaveImage', [500, 100]), place('KSampler', [0, 100]))
    take([on(2, 'model'), of(1)])
    expect(seen().refusal!.why).toBe('Save Image has no output for this wire.')
  })

  test('to nothing opens the search for a node that fits', () => {
    const { socket, drag, floating } = graph()
    drag([socket(checkpoint, 'CLIP'), ground])
    expect(floating()).toEqual({
      kind: 'search',
      at: ground,
      from: { node: '1', side: 'output', name: 'CLIP', slot: 1, type: 'CLIP' },
    })
  })

  test('leaves no trace when Escape is pressed', () => {
    const canvas = graph()
    const { socket, pull, pressEscape, shown, up, floating } = canvas
    pull([socket(checkpoint, 'MODEL'), socket(sampler, 'model')])
    pressEscape()
    expect(shown()).toMatchObject({ wires: [], target: null })
    up(socket(sampler, 'model'))
    expect(wires(canvas)).toEqual([])
    expect(floating()).toBeNull()
  })
})

describe('dragging a wire off an input', () => {
  const wired = () => {
    const canvas = graph()
    canvas.document.change('Prepare', connect(prompt, 0, sampler, undefined, 'positive'))
    return canvas
  }

  test('to another input moves it, in one step to undo', () => {
    const canvas = wired()
    const { socket, drag, document } = canvas
    drag([socket(sampler, 'positive'), ground, socket(sampler, 'negative')])
    expect(wires(canvas)).toEqual(['3.0 > 2.negative'])
    expect(document.read().undoable).toBe('Move wire')
    document.undo()
    expect(wires(canvas)).toEqual(['3.0 > 2.positive'])
  })

  test('to nothing removes it, without a search', () => {
    const canvas = wired()
    const { socket, drag, document, floating } = canvas
    drag([socket(sampler, 'positive'), ground])
    expect(wires(canvas)).toEqual([])
    expect(document.read().undoable).toBe('Remove wire')
    expect(floating()).toBeNull()
  })

  test('and back to it changes nothing', () => {
    const { socket, drag, document } = wired()
    drag([socket(sampler, 'positive'), ground, socket(sampler, 'positive')])
    expect(document.read().undoable).toBe('Prepare')
  })

  test('shows it from the output it comes from', () => {
    const { socket, pull, shown } = wired()
    const from = socket(prompt, 'CONDITIONING')
    pull([socket(sampler, 'positive'), ground])
    expect(shown().wires[0]).toMatchObject({ from, fromInput: false, type: 'CONDITIONING' })
  })
})

describe('dragging with Shift', () => {
  const wired = () => {
    const canvas = graph()
    const { document } = canvas
    document.change('Prepare', place('CheckpointLoaderSimple', [0, 800]))
    document.change('Prepare', connect(checkpoint, 1, prompt, undefined, 'clip'))
    document.change('Prepare', place('CLIPTextEncode', [400, 800]))
    document.change('Prepare', connect(checkpoint, 1, 6, undefined, 'clip'))
    return canvas
  }
  const both: Point = [1400, 900]

  test('from an output moves all of its wires to another output, in one step to undo', () => {
    const canvas = wired()
    const { socket, drag, document, pull, shown, pressEscape } = canvas
    pull([socket(checkpoint, 'CLIP'), both], { shift: true })
    expect(shown().wires.map(({ from }) => from)).toEqual([socket(prompt, 'clip'), socket(6, 'clip')])
    pressEscape()
    drag([socket(checkpoint, 'CLIP'), both, socket(5, 'CLIP')], { shift: true })
    expect(wires(canvas)).toEqual(['5.1 > 3.clip', '5.1 > 6.clip'])
    expect(document.read().undoable).toBe('Move 2 wires')
  })

  test('from an output to nothing removes all of its wires', () => {
    const canvas = wired()
    canvas.drag([canvas.socket(checkpoint, 'CLIP'), both], { shift: true })
    expect(wires(canvas)).toEqual([])
    expect(canvas.document.read().undoable).toBe('Remove 2 wires')
  })

  test('to what does not fit says why and leaves them', () => {
    const canvas = wired()
    canvas.drag([canvas.socket(checkpoint, 'CLIP'), both, canvas.socket(decode, 'IMAGE')], { shift: true })
    expect(wires(canvas)).toEqual(['1.1 > 3.clip', '1.1 > 6.clip'])
    expect(canvas.asked.at(-1)).toMatchObject({ do: 'warn' })
  })

  test('from an output without wires starts a new one', () => {
    const canvas = graph()
    canvas.drag([canvas.socket(checkpoint, 'MODEL'), ground, canvas.socket(sampler, 'model')], { shift: true })
    expect(wires(canvas)).toEqual(['1.0 > 2.model'])
  })

  test('from a wire starts another one where it comes from', () => {
    const canvas = wired()
    const { middle } = canvas.scene().wires[0]!
    canvas.document.change('Prepare', place('CLIPTextEncode', [400, 1200]))
    canvas.drag([middle, both, canvas.socket(7, 'clip')], { shift: true })
    expect(wires(canvas)).toEqual(['1.1 > 3.clip', '1.1 > 6.clip', '1.1 > 7.clip'])
  })
})

test('dragging a wire with Alt puts a reroute into it and moves that, in one step to undo', () => {
  const canvas = canvasOnTable(
    place('KSampler', [0, 100]),
    place('VAEDecode', [800, 100]),
    connect(1, 0, 2, undefined, 'samples'),
  )
  const { middle } = canvas.scene().wires[0]!
  canvas.drag([middle, [600, 500], [620, 560]], { alt: true })
  expect(wires(canvas)).toEqual(['3.0 > 2.samples', '1.0 > 3.'])
  expect(canvas.node(3).pos).toEqual([620, 560])
  canvas.document.undo()
  expect(wires(canvas)).toEqual(['1.0 > 2.samples'])
})

describe('a middle click on a socket adds a reroute', () => {
  test('that is wired to it', () => {
    const canvas = graph()
    canvas.click(canvas.socket(checkpoint, 'VAE'), { button: 1 })
    canvas.click(canvas.socket(decode, 'vae'), { button: 1 })
    expect(wires(canvas)).toEqual(['6.0 > 4.vae', '1.2 > 5.'])
  })

  test('within its wire', () => {
    const canvas = graph()
    canvas.document.change('Prepare', connect(prompt, 0, sampler, undefined, 'positive'))
    canvas.click(canvas.socket(sampler, 'positive'), { button: 1 })
    expect(wires(canvas)).toEqual(['5.0 > 2.positive', '3.0 > 5.'])
  })
})

describe('a click', () => {
  test('with Alt on a wire, wherever it is hit, adds a reroute there', () => {
    const canvas = canvasOnTable(
      place('KSampler', [0, 100]),
      place('VAEDecode', [800, 100]),
      connect(1, 0, 2, undefined, 'samples'),
    )
    const { socket, click, present, document } = canvas
    const [start, end] = [socket(1, 'LATENT'), socket(2, 'samples')]
    // Near its beginning, where a wire leaves its socket straight to the right.
    const near: Point = [start[0] + 40, start[1] + Math.sign(end[1] - start[1])]
    click(near)
    expect(document.read().undoable).toBe('Prepare')
    click(near, { alt: true })
    expect(present().nodes.map(({ type }) => type)).toEqual(['KSampler', 'VAEDecode', 'Reroute'])
    expect(document.read().undoable).toBe('Add reroute')
  })

  test('with Ctrl and Alt on a socket removes all of its wires', () => {
    const canvas = graph()
    const { socket, drag, click, document } = canvas
    drag([socket(checkpoint, 'CLIP'), ground, socket(prompt, 'clip')])
    drag([socket(checkpoint, 'MODEL'), ground, socket(sampler, 'model')])
    click(socket(checkpoint, 'CLIP'), { ctrl: true, alt: true })
    expect(wires(canvas)).toEqual(['1.0 > 2.model'])
    click(socket(sampler, 'model'), { ctrl: true, alt: true })
    expect(wires(canvas)).toEqual([])
    expect(document.read().undoable).toBe('Remove wire')
  })
})
