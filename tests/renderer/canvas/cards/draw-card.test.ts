import { describe, expect, test } from 'vitest'
import { drawPreview } from '../../../../renderer/canvas/cards/draw-card-picture.ts'
import { drawn, namedLook, placed, specOf } from './cards.ts'

const running = { state: 'running', step: 3, of: 4, ms: null, secondsLeft: null, texts: {} } as const

describe('a card', () => {
  test('has its title, its sockets and its widgets with their values', () => {
    const texts = drawn(placed('KSampler')).texts()
    expect(texts[1]).toBe('KSampler')
    expect(texts).toEqual(expect.arrayContaining(['model', 'latent_image', 'latent', 'steps', '20', 'cfg', '8.0']))
  })

  test('shows the name that a person gave the node', () =>
    expect(drawn(placed('KSampler', { title: 'Second pass' })).texts()[1]).toBe('Second pass'))

  test('has less on it the smaller it is drawn', () => {
    const count = (scale: number) => drawn(placed('KSampler'), { brush: { scale } }).texts().length
    expect(count(0.1)).toBe(0)
    expect(count(0.2)).toBe(1)
    expect(count(0.33)).toBeGreaterThan(1)
    expect(count(1)).toBeGreaterThan(count(0.33))
  })

  test('has its body in the colour that the document gives it, mixed with the theme’s on a light canvas', () => {
    const node = placed('KSampler', { bgcolor: '#335' } as object)
    expect(drawn(node).of('fill')[0]!.paint.fillStyle).toBe('#335')
    const light = drawn(node, { brush: { look: namedLook('light') } })
    expect(light.of('fill')[0]!.paint.fillStyle).toBe('color-mix(in srgb, #335 30%, --raised)')
  })

  test('ignores a colour that is not one', () => {
    const node = placed('KSampler', { bgcolor: 'url(http://x)' } as object)
    expect(drawn(node).of('fill')[0]!.paint.fillStyle).toBe('--raised')
  })

  test('is outlined while it is selected, runs or has failed', () => {
    const outline = (state: object) => drawn(placed('KSampler'), { state }).of('stroke')[0]!.paint.strokeStyle
    expect(outline({})).toBe('--edge')
    expect(outline({ hovered: true })).toBe('--edge-strong')
    expect(outline({ selected: true })).toBe('--accent')
    expect(outline({ progress: running })).toBe('--good')
    expect(outline({ selected: true, error: 'out of memory' })).toBe('--bad')
  })

  test('fades when it is muted, bypassed or refuses the wire that is dragged', () => {
    const alpha = (mode: number, refusing = false) =>
      drawn(placed('KSampler', { mode }), { state: { refusing } }).of('fill')[0]!.paint.globalAlpha
    expect([alpha(0), alpha(2), alpha(4), alpha(0, true)]).toEqual([1, 0.4, 0.6, 0.35])
    expect(drawn(placed('KSampler', { mode: 4 })).of('fill')[0]!.paint.fillStyle).toBe('--bypassed')
  })

  test('of a type that is not installed is hatched and says so', () => {
    const { texts, calls } = drawn({ id: 1, type: 'Elsewhere', size: [200, 100] }, { spec: undefined })
    expect(texts()).toEqual(['not installed', 'Elsewhere'])
    expect(calls.some(({ name, paint }) => name === 'stroke' && paint.strokeStyle === '--warn')).toBe(true)
  })
})

describe('the title', () => {
  const tag = (state: object, part: object = {}) => drawn(placed('KSampler', part), { state }).texts()[0]
  test('says beside the name how the node is doing', () => {
    expect(tag({ error: 'x' })).toBe('error')
    expect(tag({}, { mode: 2 })).toBe('muted')
    expect(tag({}, { mode: 4 })).toBe('bypassed')
    expect(tag({ progress: running })).toBe('step 3 of 4')
    expect(tag({ progress: { ...running, of: 0 } })).toBe('running')
    expect(tag({ progress: { ...running, state: 'done', ms: 2400 } })).toBe('2.4 s')
    expect(tag({}, { flags: { pinned: true } })).toBe('pinned')
  })

  test('names the folder of a node that has nothing else to say, where its title leaves room', () => {
    expect(tag({ progress: { ...running, state: 'done', ms: 20 } })).toBe('Sampling')
    expect(tag({}, { title: 'A title that is longer than the card '.repeat(4) })).not.toBe('Sampling')
  })

  test('is in the node’s own colour', () => {
    const { calls } = drawn(placed('KSampler', { color: '#223' } as object))
    expect(calls.some(({ name, paint }) => name === 'fill' && paint.fillStyle === '#223')).toBe(true)
  })
})

describe('progress', () => {
  test('is a bar along the foot, as long as the share of the steps', () => {
    const { of, card } = drawn(placed('KSampler'), { state: { progress: running } })
    const bar = of('fillRect').findLast(({ paint }) => paint.fillStyle === '--accent')!
    expect(bar.args[2]).toBe(card.layout.size[0] * 0.75)
  })
})

describe('a collapsed card', () => {
  test('is its title with one socket on either side, an input only if it is wired', () => {
    const node = placed('KSampler', { flags: { collapsed: true } })
    expect(drawn(node).texts()).toEqual(['KSampler'])
    const inputs = node.inputs!.map((input, i) => (i === 0 ? { ...input, link: 7 } : input))
    // Each socket is one fill beside the body's.
    expect(drawn(node).of('fill')).toHaveLength(2)
    expect(drawn({ ...node, inputs }).of('fill')).toHaveLength(3)
  })
})

describe('a reroute', () => {
  test('has no title and no names, only its two sockets', () => {
    const node = {
      id: 1,
      type: 'Reroute',
      inputs: [{ name: '', type: '*', link: 3 }],
      outputs: [{ name: '', type: 'MODEL' }],
    }
    const { texts, calls } = drawn(node, { spec: undefined })
    expect(texts()).toEqual([])
    expect(calls.filter(({ paint, name }) => name === 'fill' && paint.fillStyle === '--t-model')).toHaveLength(2)
  })
})

describe('a picture', () => {
  const picture = { width: 100, height: 50 } as never
  const node = placed('SaveImage', { size: [300, 400] })
  const saved = { filename: 'a.png', subfolder: '', type: 'output' } as never

  test('lies in the card as large as fits, in the middle', () => {
    const { of, card } = drawn(node, { brush: { picture: () => picture }, pictures: [saved] })
    const [x, y, w, h] = card.layout.picture!
    expect(of('drawImage')[0]!.args).toEqual([picture, x, y + (h - w / 2) / 2, w, w / 2])
  })

  test('that is missing leaves a sentence in its place', () => {
    expect(drawn(node).texts()).toContain('no picture yet')
    expect(drawn(node).of('drawImage')).toEqual([])
  })

  test('that is one of several says of how many', () => {
    const texts = drawn(node, { brush: { picture: () => picture }, pictures: [saved, saved, saved] }).texts()
    expect(texts.at(-1)).toBe('3')
  })

  test('that is a preview of what is decoded says that the exact one follows', () => {
    const shown = (exactFollows: boolean) =>
      drawn(node, { brush: { picture: () => picture }, state: { exactFollows } as never })
        .texts()
        .at(-1)
    expect(shown(true)).toBe('Preview, exact picture follows')
    expect(shown(false)).not.toBe('Preview, exact picture follows')
  })

  test('that is unfinished hangs below the sampler', () => {
    const brush = { picture: () => picture }
    const { of, card } = drawn(placed('KSampler'), { brush }, drawPreview)
    const [w, h] = card.layout.size
    expect(of('drawImage')[0]!.args).toEqual([picture, 0, h + 8, w, w / 2])
    expect(drawn(placed('KSampler'), {}, drawPreview).of('drawImage')).toEqual([])
    expect(drawn(placed('LoadImage'), { brush }, drawPreview).of('drawImage')).toEqual([])
  })
})

describe('where a dragged wire would go', () => {
  test('a socket is larger and a widget’s row is outlined', () => {
    const lit = (target: object | null) => drawn(placed('KSampler'), { state: { target } as never })
    const accented = ({ calls }: ReturnType<typeof lit>) =>
      calls.filter(({ name, paint }) => name === 'stroke' && paint.strokeStyle === '--accent').length
    expect(accented(lit(null))).toBe(0)
    expect(accented(lit({ side: 'input', name: 'steps' }))).toBe(1)
    // An input without a row lights up by its socket alone, an output too.
    const filled = (color: string, target: object | null) =>
      lit(target).calls.filter(({ name, paint }) => name === 'fill' && paint.fillStyle === color).length
    expect(filled('--t-model', { side: 'input', name: 'model' })).toBe(1)
    expect(filled('--t-model', null)).toBe(0)
  })
})

describe('a socket', () => {
  test('has the shape of its type', () => {
    const shape = (type: string) => {
      const node = { id: 1, type: 'X', outputs: [{ name: 'o', type }] }
      const { calls } = drawn(node, { spec: { ...specOf('KSampler'), inputs: {}, outputs: {} } })
      const from = calls.findLastIndex(({ name }) => name === 'beginPath')
      return calls.slice(from).map(({ name }) => name)
    }
    const corners = (type: string) => shape(type).filter(name => name === 'lineTo').length
    expect(['MODEL', 'CLIP', 'VAE', 'CONDITIONING', 'CONTROL_NET'].map(corners)).toEqual([6, 4, 4, 3, 12])
    expect(['IPADAPTER', 'CLIP_VISION', 'CLIP_VISION_OUTPUT', 'EMBEDS'].map(corners)).toEqual([6, 4, 3, 3])
    expect(shape('LATENT')).toContain('roundRect')
    expect(shape('IMAGE')).toContain('arc')
    expect(shape('MASK')).toEqual(expect.arrayContaining(['arc', 'closePath']))
    expect(shape('WHATEVER')).toContain('arc')
  })
})
