import { describe, expect, test } from 'vitest'
import { neighbour } from '../../../renderer/canvas/answers.ts'

const at = (id: string, x: number, y: number) => ({ id, bounds: [x, y, 100, 50] as const })

/**
 * a  b  c
 *    d
 */
const cards = [at('c', 400, 0), at('a', 0, 0), at('b', 200, 10), at('d', 210, 200)]

describe('walking with the arrow keys', () => {
  test('starts at the node on the far left', () => expect(neighbour(cards, null, 'right')).toBe('a'))
  test('goes to the nearest node in that direction', () => {
    expect(neighbour(cards, 'a', 'right')).toBe('b')
    expect(neighbour(cards, 'b', 'right')).toBe('c')
    expect(neighbour(cards, 'c', 'left')).toBe('b')
    expect(neighbour(cards, 'b', 'down')).toBe('d')
    expect(neighbour(cards, 'd', 'up')).toBe('b')
  })
  test('stays at the edge', () => {
    expect(neighbour(cards, 'c', 'right')).toBeNull()
    expect(neighbour([], null, 'left')).toBeNull()
  })
})
