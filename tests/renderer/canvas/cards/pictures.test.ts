import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { CardNode } from '../../../../renderer/canvas/cards/card-node.ts'
import { createPictures } from '../../../../renderer/canvas/cards/pictures.ts'
import { placed, specOf } from './cards.ts'

/** A picture that is here when the test says so. */
class Picture {
  static readonly asked: Picture[] = []
  complete = false
  naturalWidth = 0
  onload = () => {}
  src = ''
  constructor() {
    Picture.asked.push(this)
  }
  arrive() {
    this.complete = true
    this.naturalWidth = 8
    this.onload()
  }
}

beforeEach(() => {
  Picture.asked.length = 0
  vi.stubGlobal('Image', Picture)
})
afterEach(() => vi.unstubAllGlobals())

const card = (type: string, pictures: readonly object[] = [], values?: unknown[]) =>
  new CardNode(placed(type, values ? { widgets_values: values as never } : {}), specOf(type), pictures as never)
const saved = (filename: string) => ({ filename, subfolder: '', type: 'output' })

describe('the picture of a card', () => {
  test('is asked for once, and shown when it has come', () => {
    const onLoad = vi.fn()
    const pictures = createPictures(onLoad)
    const node = card('SaveImage', [saved('a.png'), saved('b.png')])
    expect(pictures.of(node, null)).toBeNull()
    expect(pictures.of(node, null)).toBeNull()
    expect(Picture.asked).toHaveLength(1)
    expect(Picture.asked[0]!.src).toContain('b.png')
    Picture.asked[0]!.arrive()
    expect(onLoad).toHaveBeenCalledOnce()
    expect(pictures.of(node, null)).toBe(Picture.asked[0])
  })

  test('is the file that the node loads', () => {
    createPictures(() => {}).of(card('LoadImage', [], ['cat.png', 'image']), null)
    expect(Picture.asked[0]!.src).toContain('cat.png')
  })

  test('is nothing on a node that has none', () => {
    expect(createPictures(() => {}).of(card('KSampler'), null)).toBeNull()
    expect(Picture.asked).toHaveLength(0)
  })

  test('that is unfinished stays until the next one has come', () => {
    const pictures = createPictures(() => {})
    const node = card('KSampler')
    pictures.of(node, 'data:1')
    Picture.asked[0]!.arrive()
    expect(pictures.of(node, 'data:1')).toBe(Picture.asked[0])
    expect(pictures.of(node, 'data:2')).toBe(Picture.asked[0])
    Picture.asked[1]!.arrive()
    expect(pictures.of(node, 'data:2')).toBe(Picture.asked[1])
  })

  test('is asked for again after two hundred others', () => {
    const pictures = createPictures(() => {})
    const show = (name: string) => pictures.of(card('SaveImage', [saved(name)]), null)
    for (let i = 0; i <= 200; i++) show(`${i}.png`)
    show('0.png')
    expect(Picture.asked).toHaveLength(202)
  })
})
