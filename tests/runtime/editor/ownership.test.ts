import { describe, expect, test } from 'vitest'
import { createOwnership } from '../../../runtime/editor/ownership.ts'

const doc = (id: string) => ({ id, title: id.toUpperCase() })
const left = () => createOwnership<string>([doc('a'), doc('b')])

describe('the owner of an open document', () => {
  test('is the first window that begins, and no later one', () => {
    const ownership = left()
    ownership.begin('first')
    ownership.begin('second')
    expect(ownership.of('first')).toEqual(['a', 'b'])
    expect(ownership.of('second')).toEqual([])
    expect(ownership.elsewhere('second')).toEqual([
      { id: 'a', title: 'A', isShown: true },
      { id: 'b', title: 'B', isShown: true },
    ])
  })

  test('is the window that has stored it', () => {
    const ownership = left()
    expect(ownership.stored('first', doc('c'))).toBe(true)
    expect(ownership.stored('first', doc('c'))).toBe(false)
    expect(ownership.stored('first', { id: 'c', title: 'renamed' })).toBe(true)
    expect(ownership.of('first')).toEqual(['c'])
  })

  test('is nobody after its window is gone, until the next window begins', () => {
    const ownership = left()
    ownership.begin('first')
    ownership.release('first')
    expect(ownership.elsewhere('other')).toMatchObject([{ isShown: false }, { isShown: false }])
    ownership.begin('second')
    expect(ownership.of('second')).toEqual(['a', 'b'])
  })

  test('is the same window after a reload of its page', () => {
    const ownership = left()
    ownership.begin('first')
    ownership.begin('first')
    expect(ownership.of('first')).toEqual(['a', 'b'])
  })

  test('is a window that comes back and shows it, if no other has it', () => {
    const ownership = left()
    ownership.begin('other', ['a'])
    ownership.begin('back', ['a', 'b', 'new'])
    expect(ownership.of('back')).toEqual(['b'])
    expect(ownership.of('other')).toEqual(['a'])
  })

  test('is the only one who may change it; others are told in a sentence', () => {
    const ownership = left()
    ownership.begin('first')
    ownership.mustOwn('first', 'a')
    ownership.mustOwn('second', 'new')
    expect(() => ownership.mustOwn('second', 'a')).toThrow('A is open in another window.')
    ownership.give('a', 'second')
    ownership.mustOwn('second', 'a')
    expect(() => ownership.mustOwn('first', 'a')).toThrow('A is open in another window.')
  })
})

describe('the order of tabs', () => {
  const shared = () => {
    const ownership = createOwnership<string>(['a', 'b', 'c', 'd'].map(doc))
    ownership.begin('first', ['a', 'c'])
    ownership.begin('second', ['b', 'd'])
    return ownership
  }

  test('of one window leaves the tabs of another where they are', () => {
    const order = shared().orderAfter('first', ['a', 'b', 'c', 'd'], { order: ['c', 'a'], active: 'c' })
    expect(order).toEqual(['c', 'b', 'a', 'd'])
  })

  test('takes up new tabs and leaves out closed ones', () => {
    const ownership = shared()
    ownership.stored('first', doc('new'))
    ownership.closed('b')
    const order = ownership.orderAfter('first', ['a', 'b', 'c', 'd'], { order: ['c', 'new'], active: null })
    expect(order).toEqual(['c', 'd', 'new'])
  })

  test('ignores what another window has', () => {
    expect(shared().orderAfter('first', [], { order: ['b', 'a', 'unknown'], active: null })).toEqual(['a'])
  })
})
