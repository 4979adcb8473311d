import { expect, test } from 'vitest'
import { underCard } from '../../../../renderer/canvas/floating/under-card.ts'

/** Where a box of 200 pixels is placed below a card 100 wide at x, on a canvas 800 pixels wide at twice its size. */
const leftAt = (x: number): number => {
  const card = { bounds: [x, 10, 100, 50] } as unknown as Parameters<typeof underCard>[0]
  const canvas = { offset: [0, 0], scale: 2, size: [800, 600] } as unknown as Parameters<typeof underCard>[1]
  expect(underCard(card, canvas, 200).top).toBe(128)
  return underCard(card, canvas, 200).left
}

test('a box below a card begins where the card begins', () => expect(leftAt(100)).toBe(200))

test('a box below a card that is partly in view stays inside the canvas', () =>
  expect([leftAt(-50), leftAt(380)]).toEqual([8, 592]))

test('a box below a card out of view leaves the canvas with it', () =>
  expect([leftAt(-150), leftAt(500)]).toEqual([-300, 1000]))
