import fc from 'fast-check'
import { expect, test } from 'vitest'
import { WorkflowError } from '../../graph/errors.ts'
import { jsonInteger, parseJson, stringifyJson } from '../../graph/json.ts'

test('a 64-bit seed survives reading and writing', () => {
  const text = '{"seed":18446744073709551615,"small":5,"float":0.8999999999999999}'
  expect(parseJson(text)).toEqual({ seed: 18446744073709551615n, small: 5, float: 0.8999999999999999 })
  expect(stringifyJson(parseJson(text))).toBe(text)
})

test('integers up to 2⁵³ stay numbers', () => {
  expect(parseJson('[9007199254740991, -9007199254740993, 1e300]')).toEqual([
    9007199254740991,
    -9007199254740993n,
    1e300,
  ])
  expect([jsonInteger(2n ** 53n - 1n), jsonInteger(2n ** 53n + 1n)]).toEqual([9007199254740991, 9007199254740993n])
})

test("Python's NaN and Infinity are null, but not inside texts", () => {
  expect(parseJson('{"is_changed": [NaN], "a":-Infinity,"b":Infinity, "text": "NaN \\" Infinity", "n": -1}')).toEqual({
    is_changed: [null],
    a: null,
    b: null,
    text: 'NaN " Infinity',
    n: -1,
  })
})

test('keys keep their order, and __proto__ does no harm', () => {
  expect(stringifyJson(parseJson('{"b":1,"a":{"__proto__":{"x":1},"z":2}}'))).toBe('{"b":1,"a":{"z":2}}')
})

test.each([
  ['[1e309]', [null]],
  ['[-100000000000000E300]', [null]],
  ['[9007199254740993]', [9007199254740993n]],
  ['[0.30000000000000004, 1e22, -0]', [0.30000000000000004, 1e22, -0]],
  [String.raw`{"\u005f_proto__":{"x":1}}`, {}],
  [String.raw`{"__\u0070roto__":{"x":1}}`, {}],
])('%s is read with the same care alone as among others', (text, value) => {
  expect(parseJson(text)).toStrictEqual(value)
})

test('a byte order mark is passed over', () => {
  expect(parseJson('\uFEFF[1]')).toEqual([1])
})

test('what is no JSON is named so, also when it nests without end', () => {
  for (const text of ['', '{"a":', 'NaNa', '[1,]', '"\\', '['.repeat(100_000), `${'['.repeat(300)}${']'.repeat(300)}`])
    expect(() => parseJson(text)).toThrow(WorkflowError)
})

test('whatever is written reads back the same', () => {
  const leaf = fc.oneof(
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n }),
    fc.double({ noNaN: true, noDefaultInfinity: true, max: 2 ** 52, min: -(2 ** 52) }),
    fc.string({ unit: 'binary' }),
    fc.boolean(),
    fc.constant(null),
  )
  const { json } = fc.letrec(tie => ({
    json: fc.oneof(
      leaf,
      fc.array(tie('json'), { maxLength: 4 }),
      fc.dictionary(fc.string(), tie('json'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }))
  fc.assert(
    fc.property(
      json.filter(value => !stringifyJson(value).includes('__proto__')),
      value => {
        expect(parseJson(stringifyJson(value))).toStrictEqual(value)
      },
    ),
    { numRuns: 100 },
  )
})
