import { expect, test } from 'vitest'
import { readWire, writeWire } from '../../../runtime/contract/wire.ts'

test('seeds beyond 2⁵³ arrive whole', () => {
  const message = { id: 1, args: [{ seed: 18446744073709551615n, steps: 4 }] }
  expect(readWire(writeWire(message))).toEqual(message)
})

test.each([
  ['bytes', Uint8Array.of(0, 127, 128, 255)],
  ["a part of Node's buffer", Buffer.from([9, 0, 127, 128, 255]).subarray(1)],
])('%s arrive as they were', (_, jpeg) => {
  const { event } = readWire(writeWire({ event: { kind: 'preview', jpeg } })) as { event: { jpeg: Uint8Array } }
  expect(event.jpeg).toBeInstanceOf(Uint8Array)
  expect([...event.jpeg]).toEqual([0, 127, 128, 255])
})

test('a text that looks like a mark and is not one stays as it is', () => {
  for (const message of [{ $bigint: '1.5' }, { $bytes: 7 }, null])
    expect(readWire(JSON.stringify(message))).toEqual(message)
})
