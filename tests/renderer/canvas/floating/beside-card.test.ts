import { expect, test } from 'vitest'
import { besideCard } from '../../../../renderer/canvas/floating/beside-card.ts'

type Card = Parameters<typeof besideCard>[0]
const cardAt = (x: number, y = 10): Card => ({ bounds: [x, y, 100, 50] }) as unknown as Card
const view = { offset: [0, 0], scale: 2, size: [800, 600] } as const

/** Where a box of 200 by 60 pixels is placed that is said of a card, on a canvas 800 by 600 pixels at twice its size. */
const placed = (card: Card, ...others: readonly Card[]) => besideCard(card, view, [200, 60], [card, ...others])

test('below a card it begins where the card begins', () => expect(placed(cardAt(100))).toEqual({ left: 200, top: 128 }))

test('below a card that is partly in view it stays inside the canvas', () =>
  expect([placed(cardAt(-50)).left, placed(cardAt(380)).left]).toEqual([8, 592]))

test('below a card out of view it leaves the canvas with the card', () =>
  expect([placed(cardAt(-150)).left, placed(cardAt(500)).left]).toEqual([-300, 1000]))

test('where it would cover the card below it is placed above, else at the side', () => {
  const [below, above] = [cardAt(100, 170), cardAt(100, 50)]
  expect(placed(cardAt(100, 110), below)).toEqual({ left: 200, bottom: 388 })
  expect(placed(cardAt(100, 110), below, above)).toEqual({ left: 408, top: 220 })
  expect(placed(cardAt(100, 110), below, above, cardAt(205, 100))).toEqual({ right: 608, top: 220 })
})

test('a card at the lower edge has it above, where it is in view', () =>
  expect(placed(cardAt(100, 245))).toEqual({ left: 200, bottom: 118 }))

test('where it covers something on all sides it covers the least', () =>
  expect(placed(cardAt(100, 110), cardAt(110, 170), cardAt(100, 50), cardAt(205, 110), cardAt(-5, 110))).toEqual({
    left: 200,
    top: 328,
  }))
