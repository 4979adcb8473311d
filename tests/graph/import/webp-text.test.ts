import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WorkflowError } from '../../../graph/errors.ts'
import { readWorkflowFile } from '../../../graph/import/read-workflow.ts'
import { isWebp, readWebpText } from '../../../graph/import/webp-text.ts'
import { atOnce } from '../../../graph/planning/in-parts.ts'
import { specs } from '../specs.ts'

/** A TIFF directory of ASCII tags, as Pillow writes `exif[0x010f] = "workflow:…"`. */
function tiff(entries: readonly (readonly [tag: number, text: string])[], isLittle: boolean): Buffer {
  const start = 8 + 2 + entries.length * 12 + 4
  const texts = entries.map(([, text]) => Buffer.from(`${text}\0`))
  const head = Buffer.alloc(start)
  const write = (value: number, at: number, size: 2 | 4) =>
    isLittle ? head.writeUIntLE(value, at, size) : head.writeUIntBE(value, at, size)
  head.write(isLittle ? 'II' : 'MM', 0, 'latin1')
  write(42, 2, 2)
  write(8, 4, 4)
  write(entries.length, 8, 2)
  let offset = start
  entries.forEach(([tag], index) => {
    const at = 10 + index * 12
    const length = texts[index]!.length
    write(tag, at, 2)
    write(2, at + 2, 2)
    write(length, at + 4, 4)
    if (length <= 4) texts[index]!.copy(head, at + 8)
    else write(offset, at + 8, 4)
    offset += length
  })
  return Buffer.concat([head, ...texts])
}

function webp(exif: Buffer): Uint8Array {
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32LE(data.length)
    return Buffer.concat([Buffer.from(type), length, data, Buffer.alloc(data.length % 2)])
  }
  return new Uint8Array(
    chunk('RIFF', Buffer.concat([Buffer.from('WEBP'), chunk('VP8L', Buffer.alloc(7)), chunk('EXIF', exif)])),
  )
}

const entries = [
  [0x010f, 'Workflow:{"nodes":[],"extra":{"a":"b:c"}}'],
  [0x0110, 'prompt:{"3":{"class_type":"VAEDecode"}}'],
] as const

describe('the EXIF of a WebP', () => {
  test.each([true, false])('holds workflow and prompt, little endian: %s', isLittle => {
    const file = webp(tiff(entries, isLittle))
    expect(isWebp(file)).toBe(true)
    expect(readWebpText(file).get('workflow')).toBe('{"nodes":[],"extra":{"a":"b:c"}}')
    expect(readWebpText(file).get('prompt')).toBe('{"3":{"class_type":"VAEDecode"}}')
    expect(atOnce(readWorkflowFile(file, specs))).toEqual({ nodes: [], extra: { a: 'b:c' } })
  })

  test('may begin with its own name', () => {
    const file = webp(Buffer.concat([Buffer.from('Exif\0\0'), tiff([[0x0110, 'a:b']], true)]))
    expect([...readWebpText(file)]).toEqual([['a', 'b']])
  })

  test('damaged in any way, gives what it has', () => {
    const good = webp(tiff(entries, true))
    const damage = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 6 })
    fc.assert(
      fc.property(damage, fc.nat(good.length), (changes, length) => {
        const bad = good.slice(0, length)
        for (const [at, byte] of changes) if (at >= 12 && at < length) bad[at] = byte
        try {
          atOnce(readWorkflowFile(bad, specs))
        } catch (error) {
          expect(error).toBeInstanceOf(WorkflowError)
        }
      }),
      { numRuns: 500 },
    )
  })
})

test('tags that share their bytes are read until their texts are as long as the EXIF', { timeout: 20_000 }, () => {
  const shared = 'a'.repeat(1_000_000)
  const exif = tiff(
    [...Array.from({ length: 150 }, (_, i) => [0x0111 + i, 'a:b?'] as const), [0x0110, `x:${shared}`]],
    true,
  )
  const entry = (i: number) => 10 + 12 * i
  for (let i = 0; i < 150; i++) exif.copy(exif, entry(i) + 2, entry(150) + 2, entry(151))
  expect([...readWebpText(webp(exif))]).toEqual([['x', shared]])
})
