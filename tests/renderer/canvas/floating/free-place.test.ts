import { expect, test } from 'vitest'
import { freePlace } from '../../../../renderer/canvas/floating/free-place.ts'

const view = { offset: [0, 0], scale: 2, size: [900, 600] } as const
const card = (...bounds: readonly [number, number, number, number]) => ({ bounds })

test('the hint about keys is where it covers no node, or nowhere', () => {
  const [atBottom, atTop] = [card(100, 240, 100, 40), card(10, 0, 60, 20)]
  expect(freePlace([], view)).toBe('bottom')
  expect(freePlace([atTop], view)).toBe('bottom')
  expect(freePlace([atBottom], view)).toBe('top')
  expect(freePlace([atBottom, atTop], view)).toBeNull()
})
