import fc from 'fast-check'
import { expect, test } from 'vitest'
import { duplicateKey } from '../../../../engine/checkpoint/files/duplicate-key.ts'

const object = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1, noNullPrototype: true })

test('an object from JSON.stringify has no duplicate key, for any keys and values', () =>
  fc.assert(
    fc.property(object, fc.nat(4), (value, indent) => {
      expect(duplicateKey(JSON.stringify(value, null, indent))).toBe(null)
    }),
  ))

test('a key that occurs twice is found', () =>
  fc.assert(
    fc.property(object, fc.nat(), fc.jsonValue(), (value, pick, second) => {
      const keys = Object.keys(value)
      const key = keys[pick % keys.length]!
      const text = `${JSON.stringify(value).slice(0, -1)}, ${JSON.stringify(key)} : ${JSON.stringify(second)}}`
      expect(duplicateKey(text)).toBe(key)
    }),
  ))

test('the same key in two inner objects, or as a value, is not a duplicate', () => {
  expect(duplicateKey('{"a":{"x":1},"b":{"x":1},"c":"a","d":["a","a"]}')).toBe(null)
})
